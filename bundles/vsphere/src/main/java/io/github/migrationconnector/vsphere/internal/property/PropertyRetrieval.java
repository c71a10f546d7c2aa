package io.github.migrationconnector.vsphere.internal.property;

import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.ObjectContent;
import com.vmware.vim25.ObjectSpec;
import com.vmware.vim25.PropertyFilterSpec;
import com.vmware.vim25.PropertySpec;
import com.vmware.vim25.RetrieveOptions;
import com.vmware.vim25.RetrieveResult;
import com.vmware.vim25.SelectionSpec;
import com.vmware.vim25.TraversalSpec;
import com.vmware.vim25.VimPortType;
import io.github.migrationconnector.vsphere.internal.session.LoggedIn;
import io.github.migrationconnector.vsphere.internal.soap.VimFaultException;
import java.rmi.RemoteException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks the property collector, in pages. Source: vSphere Web Services API, PropertyCollector.RetrievePropertiesEx. */
public final class PropertyRetrieval {
    private static final int PAGE = 200;

    private final VimPortType vim;
    private final LoggedIn session;

    public PropertyRetrieval(VimPortType vim, LoggedIn session) {
        this.vim = vim;
        this.session = session;
    }

    /**
     * Properties of one object.
     *
     * @throws VimFaultException ManagedObjectNotFound when there is no such object
     */
    public ObjectProperties of(ManagedObjectReference object, List<String> paths) throws RemoteException {
        List<ObjectProperties> found = ofAll(List.of(object), paths);
        return found.isEmpty() ? new ObjectProperties(object, Map.of()) : found.get(0);
    }

    /** Properties of several objects of one type. */
    public List<ObjectProperties> ofAll(List<ManagedObjectReference> objects, List<String> paths)
            throws RemoteException {
        if (objects.isEmpty()) {
            return List.of();
        }
        PropertyFilterSpec filter = new PropertyFilterSpec();
        filter.setObjectSet(objects.stream().map(PropertyRetrieval::only).toArray(ObjectSpec[]::new));
        filter.setPropSet(new PropertySpec[] {wanted(objects.get(0).getType(), paths)});
        return pages(filter);
    }

    /** Properties of every object of some types in the estate. */
    public List<ObjectProperties> ofEstate(Map<String, List<String>> pathsByType) throws RemoteException {
        ManagedObjectReference view = vim.createContainerView(
                session.content().getViewManager(),
                session.content().getRootFolder(),
                pathsByType.keySet().toArray(String[]::new),
                true);
        try {
            TraversalSpec members = new TraversalSpec();
            members.setName("members");
            members.setType("ContainerView");
            members.setPath("view");
            members.setSkip(false);
            ObjectSpec start = only(view);
            start.setSkip(true);
            start.setSelectSet(new SelectionSpec[] {members});
            PropertyFilterSpec filter = new PropertyFilterSpec();
            filter.setObjectSet(new ObjectSpec[] {start});
            filter.setPropSet(pathsByType.entrySet().stream()
                    .map(type -> wanted(type.getKey(), type.getValue()))
                    .toArray(PropertySpec[]::new));
            return pages(filter);
        } finally {
            destroy(view);
        }
    }

    private void destroy(ManagedObjectReference view) throws RemoteException {
        try {
            vim.destroyView(view);
        } catch (VimFaultException e) {
            // it went with the session that it was made in; what matters has been read, or has failed by itself
        }
    }

    private List<ObjectProperties> pages(PropertyFilterSpec filter) throws RemoteException {
        RetrieveOptions options = new RetrieveOptions();
        options.setMaxObjects(PAGE);
        List<ObjectProperties> found = new ArrayList<>();
        Optional<RetrieveResult> page = Optional.ofNullable(
                vim.retrievePropertiesEx(session.properties(), new PropertyFilterSpec[] {filter}, options));
        while (page.isPresent()) {
            for (ObjectContent object :
                    Optional.ofNullable(page.get().getObjects()).orElse(new ObjectContent[0])) {
                found.add(ObjectProperties.of(object));
            }
            String token = page.get().getToken();
            page = token == null || token.isEmpty()
                    ? Optional.empty()
                    : Optional.ofNullable(vim.continueRetrievePropertiesEx(session.properties(), token));
        }
        return found;
    }

    static ObjectSpec only(ManagedObjectReference object) {
        ObjectSpec spec = new ObjectSpec();
        spec.setObj(object);
        spec.setSkip(false);
        return spec;
    }

    static PropertySpec wanted(String type, List<String> paths) {
        PropertySpec spec = new PropertySpec();
        spec.setType(type);
        spec.setAll(false);
        spec.setPathSet(paths.toArray(String[]::new));
        return spec;
    }
}
