package io.github.migrationconnector.adminui.internal.frame;

import io.github.migrationconnector.api.access.Role;
import jakarta.servlet.Servlet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
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
        Set<String> groups = new HashSet<>();
        return visible(request)
                .filter(place -> place.group().isEmpty() || groups.add(place.group()))
                .map(place -> place.group().isEmpty() ? entry(request, place) : groupEntry(request, place))
                .toList();
    }

    /** The pages of the group that the reader is in; empty when the page is in none. */
    List<Entry> siblings(PageRequest request) {
        Optional<String> group = places.values().stream()
                .filter(place -> isAt(request, place) && !place.group().isEmpty())
                .map(Place::group)
                .findFirst();
        return group.stream()
                .flatMap(name -> visible(request).filter(place -> place.group().equals(name)))
                .map(place -> entry(request, place))
                .toList();
    }

    private Stream<Place> visible(PageRequest request) {
        return places.values().stream()
                .filter(place -> request.may(place.role()))
                .sorted(Comparator.comparingInt(Place::order));
    }

    private static Entry entry(PageRequest request, Place place) {
        return new Entry(
                PageServlet.ROOT + place.label(),
                new Words(request.look().language(), place.page()).text("title"),
                isAt(request, place));
    }

    /** One entry for all pages of a group: it leads to the first of them. */
    private Entry groupEntry(PageRequest request, Place first) {
        return new Entry(
                PageServlet.ROOT + first.label(),
                new Words(request.look().language(), first.page()).text("group." + first.group()),
                visible(request).anyMatch(place -> place.group().equals(first.group()) && isAt(request, place)));
    }

    private static boolean isAt(PageRequest request, Place place) {
        String path = PageServlet.ROOT + place.label();
        String here = request.visit().request().getRequestURI();
        return here.equals(path) || here.startsWith(path + "/");
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
        Object group = page.getProperty(PageServlet.GROUP);
        places.put(
                label,
                new Place(
                        label,
                        String.valueOf(page.getProperty(PageServlet.PAGE)),
                        (Integer) page.getProperty(PageServlet.ORDER),
                        role == null ? Role.VIEWER : Role.valueOf(role.toString()),
                        group == null ? "" : group.toString()));
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

    private record Place(String label, String page, int order, Role role, String group) {}
}
