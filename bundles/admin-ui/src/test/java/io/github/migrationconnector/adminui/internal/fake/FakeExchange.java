package io.github.migrationconnector.adminui.internal.fake;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** One HTTP request and what is answered to it, as far as the classes here use it; anything else fails the test. */
public final class FakeExchange {
    public final Map<String, String> requestHeaders = new HashMap<>();
    public final Map<String, String> parameters = new HashMap<>();
    public final Map<String, String> responseHeaders = new HashMap<>();
    public int status = 200;
    public byte[] requestBody = {};

    private final String method;
    private final String uri;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    public FakeExchange(String method, String uri) {
        this.method = method;
        this.uri = uri;
    }

    public FakeExchange header(String name, String value) {
        requestHeaders.put(name, value);
        return this;
    }

    public FakeExchange session(String token) {
        return header("Cookie", "__Host-connector-session=" + token);
    }

    public String body() {
        return body.toString(StandardCharsets.UTF_8);
    }

    public HttpServletRequest request() {
        return proxy(HttpServletRequest.class, this::onRequest);
    }

    public HttpServletResponse response() {
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
            case "getParameter" -> parameter((String) arguments[0]);
            case "getParameterValues" -> several((String) arguments[0]);
            case "getContentLengthLong" -> Long.parseLong(requestHeaders.getOrDefault("Content-Length", "-1"));
            case "getInputStream" -> new Input(requestBody);
            case "getProtocol" -> "HTTP/1.1";
            default -> throw new UnsupportedOperationException(called.toString());
        };
    }

    /** A field that a form has several times holds its values with blanks between them here. */
    private String[] several(String name) {
        String value = parameter(name);
        return value == null ? null : value.split(" ");
    }

    private String parameter(String name) {
        int query = uri.indexOf('?');
        String pairs = query < 0 ? "" : uri.substring(query + 1);
        for (String pair : pairs.split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
            }
        }
        return parameters.get(name);
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

    private static final class Input extends ServletInputStream {
        private final ByteArrayInputStream bytes;

        Input(byte[] bytes) {
            this.bytes = new ByteArrayInputStream(bytes);
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public boolean isFinished() {
            return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException();
        }
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
