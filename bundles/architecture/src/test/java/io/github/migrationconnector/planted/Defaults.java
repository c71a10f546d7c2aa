package io.github.migrationconnector.planted;

import java.net.HttpURLConnection;
import java.util.Locale;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;

/** Breaks: no defaults for the whole process. */
final class Defaults {
    void trustAnyone() {
        HttpsURLConnection.setDefaultHostnameVerifier((host, session) -> true);
    }

    void follow() {
        HttpURLConnection.setFollowRedirects(false);
    }

    void context(SSLContext context) {
        SSLContext.setDefault(context);
    }

    void language() {
        Locale.setDefault(Locale.ROOT);
    }
}
