package io.github.migrationconnector.autoupgrade.internal.source;

import io.github.migrationconnector.api.connection.ProxySettings;
import java.net.Authenticator;
import java.net.PasswordAuthentication;

/** The login of a proxy, for that proxy alone. Java does without it for HTTPS unless bin/connector allows Basic there. */
final class ProxyLogin extends Authenticator {
    private final ProxySettings proxy;

    ProxyLogin(ProxySettings proxy) {
        this.proxy = proxy;
    }

    @Override
    protected PasswordAuthentication getPasswordAuthentication() {
        boolean mine = getRequestorType() == RequestorType.PROXY && getRequestingPort() == proxy.port();
        return mine
                ? new PasswordAuthentication(proxy.user(), proxy.password().<char[]>reveal(text -> text.toCharArray()))
                : null;
    }
}
