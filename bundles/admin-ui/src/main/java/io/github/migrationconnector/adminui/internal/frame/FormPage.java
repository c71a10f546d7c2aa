package io.github.migrationconnector.adminui.internal.frame;

import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;

/** A page with forms: what is refused is shown on the page itself, with the reason above what was typed. */
public abstract class FormPage extends PageServlet {
    private static final long serialVersionUID = 1L;

    private final Role actor;

    /**
     * A page.
     *
     * @param frame what is around it
     * @param reader the role at least that may look at it
     * @param actor the role at least whose forms it takes
     */
    protected FormPage(Frame frame, Role reader, Role actor) {
        super(frame, reader);
        this.actor = actor;
    }

    /** The page as it is now. */
    protected abstract View page(PageRequest request);

    /** Does what a form asks for. */
    protected abstract Answer change(PageRequest request);

    /** Whether a refusal leaves the page as it is; otherwise another page tells of it, since this one is of what is not there. */
    protected boolean staysAt(Problem refused) {
        return true;
    }

    @Override
    protected Answer show(PageRequest request) {
        return Answer.show(page(request));
    }

    @Override
    protected final Answer act(PageRequest request) {
        request.need(actor);
        try {
            return change(request);
        } catch (ConnectorException refused) {
            if (!staysAt(refused.problem())) {
                throw refused;
            }
            return Answer.refused(page(request), refused.problem());
        }
    }
}
