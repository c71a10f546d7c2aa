package io.github.migrationconnector.adminui.internal;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** One HTTP request and what is answered to it, as far as the classes here use it; anything else fails the test. */
final class FakeExchange {
    final Map<String, String> requestHeaders = new HashMap<>();
    final Map<String, String> parameters = new HashMap<>();
    final Map<String, String> responseHeaders = new HashMap<>();
    int status = 200;

    private final String method;
    private final String uri;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    FakeExchange(String method, String uri) {
        this.method = method;
        this.uri = uri;
    }

    FakeExchange header(String name, String value) {
        requestHeaders.put(name, value);
        return this;
    }

    FakeExchange session(String token) {
        return header("Cookie", "__Host-connector-session=" + token);
    }

    String body() {
        return body.toString(StandardCharsets.UTF_8);
    }

    HttpServletRequest request() {
        return proxy(HttpServletRequest.class, this::onRequest);
    }

    HttpServletResponse response() {
        return proxy(HttpServletResponse.class, this::onResponse);
    }

    private Object onRequest(Object proxy, Method called, Object[] arguments) {
        int query = uri.indexOf('?');
        return switch (called.getName()) {
            case "getMethod" -> method;
            case "getRequestURI" -> query < 0 ? uri : uri.substring(0, query);
            case "getQueryString" -> query < 0 ? null : uri.substring(query + 1);
            case "getServerName" -> "connector.example";
            case "getServerPort" -> 8443;
            case "getRemoteAddr" -> "192.0.2.9";
            case "getHeader" -> requestHeaders.get((String) arguments[0]);
            case "getContentType" -> requestHeaders.get("Content-Type");
            case "getParameter" -> parameters.get((String) arguments[0]);
            default -> throw new UnsupportedOperationException(called.toString());
        };
    }

    private Object onResponse(Object proxy, Method called, Object[] arguments) {
        switch (called.getName()) {
            case "setStatus" -> status = (Integer) arguments[0];
            case "setHeader" -> responseHeaders.put((String) arguments[0], (String) arguments[1]);
            case "setContentType" -> responseHeaders.put("Content-Type", (String) arguments[0]);
            case "sendRedirect" -> {
                status = 302;
                responseHeaders.put("Location", (String) arguments[0]);
            }
            case "getOutputStream" -> {
                return new Output(body);
            }
            default -> throw new UnsupportedOperationException(called.toString());
        }
        return null;
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static final class Output extends ServletOutputStream {
        private final ByteArrayOutputStream bytes;

        Output(ByteArrayOutputStream bytes) {
            this.bytes = bytes;
        }

        @Override
        public void write(int value) {
            bytes.write(value);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new UnsupportedOperationException();
        }
    }
}
