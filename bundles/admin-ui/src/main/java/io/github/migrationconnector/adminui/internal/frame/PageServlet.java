package io.github.migrationconnector.adminui.internal.frame;

import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.felix.webconsole.servlet.AbstractServlet;

/**
 * A page of ours as a plugin of Felix Web Console: the console asks its security provider before it gives a request to us.
 * The page is whole, in our own look: nothing of the console's is around it, since the content type is set before anything
 * is written, and written through the output stream (its writer replaces <code>${…}</code>). docs/console.md shows how to
 * make one.
 */
public abstract class PageServlet extends AbstractServlet {
    /** The path of all plugins. */
    public static final String ROOT = "/system/console/";

    /** The property that names the message file whose text {@code title} stands in the navigation. */
    public static final String PAGE = "connector.page";

    /** The property that places the page in the navigation; without it, it has no place there. */
    public static final String ORDER = "connector.page.order";

    /** The property that says which role at least sees it in the navigation; VIEWER when left out. */
    public static final String ROLE = "connector.page.role";

    /** The property that puts the page below one entry of the navigation, whose title is {@code group.NAME} of the shared texts. */
    public static final String GROUP = "connector.page.group";

    /** What the label of each of our plugins begins with; {@code access} lets those pages through to all roles. */
    public static final String LABEL = "felix.webconsole.label=connector-";

    /** The category of all our plugins in the console's own menu. */
    public static final String CATEGORY = "felix.webconsole.category=Connector";

    private static final long serialVersionUID = 1L;

    private final transient Frame frame;
    private final Role reader;

    /**
     * A page.
     *
     * @param frame what is around it
     * @param reader the role at least that may look at it
     */
    protected PageServlet(Frame frame, Role reader) {
        this.frame = frame;
        this.reader = reader;
    }

    /** Shows the page, or the part of it that its script asked for. Changes nothing. */
    protected abstract Answer show(PageRequest request);

    /** Does what a form of the page asks for; the handler asks for the role itself. */
    protected Answer act(PageRequest request) {
        throw Problem.fatal("CHANGE_NOT_ALLOWED", "Nothing can be changed here.", "")
                .asException();
    }

    /** Whether whoever has to choose a password of their own first may see it: of one page only. */
    protected boolean openAtStart() {
        return false;
    }

    @Override
    protected final void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        serve(new Visit(request, response), this::show);
    }

    @Override
    protected final void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        serve(new Visit(request, response), this::act);
    }

    private void serve(Visit visit, PageHandler handler) throws IOException {
        if (openAtStart()) {
            frame.serveAtStartToo(visit, reader, handler);
        } else {
            frame.serve(visit, reader, handler);
        }
    }
}
