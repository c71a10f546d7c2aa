package io.github.migrationconnector.adminui.internal.frame;

import io.github.migrationconnector.api.access.Role;
import jakarta.servlet.Servlet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The pages that say where they stand in the navigation, in that order. A new page stands there without being told of. */
@Component(service = Navigation.class)
public final class Navigation {
    private static final String LABEL = "felix.webconsole.label";

    private final Map<String, Place> places = new ConcurrentHashMap<>();

    @Activate
    public Navigation() {
        // pages come by themselves
    }

    /** What somebody finds in the navigation. */
    List<Entry> entries(PageRequest request) {
        return places.values().stream()
                .filter(place -> request.may(place.role()))
                .sorted(Comparator.comparingInt(Place::order))
                .map(place -> new Entry(
                        PageServlet.ROOT + place.label(),
                        new Words(request.look().language(), place.page()).text("title"),
                        request.visit().request().getRequestURI().startsWith(PageServlet.ROOT + place.label())))
                .toList();
    }

    /** Only its properties are looked at: the page needs the frame, which needs this. */
    @Reference(
            service = Servlet.class,
            target = "(" + PageServlet.ORDER + "=*)",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void bindPage(ServiceReference<Servlet> page) {
        String label = String.valueOf(page.getProperty(LABEL));
        Object role = page.getProperty(PageServlet.ROLE);
        places.put(
                label,
                new Place(
                        label,
                        String.valueOf(page.getProperty(PageServlet.PAGE)),
                        (Integer) page.getProperty(PageServlet.ORDER),
                        role == null ? Role.VIEWER : Role.valueOf(role.toString())));
    }

    void unbindPage(ServiceReference<Servlet> page) {
        places.remove(String.valueOf(page.getProperty(LABEL)));
    }

    /**
     * One line of the navigation.
     *
     * @param path where it leads
     * @param title as it is shown
     * @param current whether the reader is there
     */
    public record Entry(String path, String title, boolean current) {}

    private record Place(String label, String page, int order, Role role) {}
}
