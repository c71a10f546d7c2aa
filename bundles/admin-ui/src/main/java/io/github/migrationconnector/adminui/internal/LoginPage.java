package io.github.migrationconnector.adminui.internal;

/** The login page: the password, or, before there is one, the one-time code and a new password. */
final class LoginPage {
    private LoginPage() {}

    static Page of(boolean passwordIsSet, LocalPath next, String message) {
        Html body = new Html().markup("<main class=\"narrow\">\n");
        body.element("h1", passwordIsSet ? "Log in" : "Set the administrator’s password");
        if (!message.isEmpty()) {
            body.element("p class=\"problem\" role=\"alert\"", message);
        }
        body.markup("<form method=\"post\" action=\"" + LoginServlet.PATH + "\">\n")
                .markup("<input type=\"hidden\" name=\"next\" value=\"")
                .text(next.path())
                .markup("\">\n")
                // for password managers: there is one account
                .markup("<input type=\"hidden\" name=\"username\" value=\"admin\" autocomplete=\"username\">\n");
        if (passwordIsSet) {
            input(body, "password", "Password", "type=\"password\" autocomplete=\"current-password\" autofocus");
            body.markup("<button>Log in</button>\n");
        } else {
            body.element(
                    "p",
                    "The connector printed a one-time code when it started; it also lies in the file one-time-code"
                            + " of its home.");
            input(body, "code", "One-time code", "type=\"text\" autocomplete=\"off\" autofocus");
            input(
                    body,
                    "password",
                    "New password, at least 12 characters",
                    "type=\"password\" autocomplete=\"new-password\"");
            input(body, "again", "New password again", "type=\"password\" autocomplete=\"new-password\"");
            body.markup("<button>Set the password and log in</button>\n");
        }
        return new Page("Log in", 0, body.markup("</form>\n</main>\n"));
    }

    private static void input(Html body, String name, String label, String attributes) {
        body.markup("<label for=\"" + name + "\">" + label + "</label>\n")
                .markup("<input id=\"" + name + "\" name=\"" + name + "\" required maxlength=\"300\" " + attributes
                        + ">\n");
    }
}
