package io.github.migrationconnector.vsphere.internal.fake;

import io.github.migrationconnector.api.connection.VcenterEndpoint;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** As much of a vCenter as the client's tests need: it knows one user, and sessions that end. */
public final class SoapFake implements AutoCloseable {
    public static final String USER = "connector@vsphere.local";
    public static final String PASSWORD = "correct & <horse>";

    private static final Pattern METHOD = Pattern.compile("<soapenv:Body><(\\w+)");
    private static final String ENVELOPE = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
            + "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\""
            + " xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\""
            + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><soapenv:Body>%s</soapenv:Body></soapenv:Envelope>";

    private final TestCertificate certificate = TestCertificate.create();
    private final HttpsFake server = new HttpsFake(certificate, this::answer);
    private final Map<String, HttpsFake.Answering> overrides = new ConcurrentHashMap<>();
    private final Set<String> sessions = ConcurrentHashMap.newKeySet();
    private final AtomicInteger logins = new AtomicInteger();
    private volatile HttpsFake.Answering files = request -> HttpsFake.answer(404, "");
    private volatile String apiVersion = "7.0.3.0";

    public VcenterEndpoint endpoint() {
        return endpoint(certificate.fingerprint());
    }

    /** SHA-256 of the certificate that it showed first. */
    public String fingerprint() {
        return certificate.fingerprint();
    }

    public VcenterEndpoint endpoint(String fingerprint) {
        return new VcenterEndpoint(URI.create("https://127.0.0.1:" + server.port() + "/sdk"), USER, fingerprint);
    }

    public HttpsFake server() {
        return server;
    }

    /** Logins that were tried. */
    public int logins() {
        return logins.get();
    }

    public void apiVersion(String version) {
        apiVersion = version;
    }

    /** Ends all sessions. */
    public void expire() {
        sessions.clear();
    }

    /** Answers a method in another way than this fake does. */
    public void on(String method, HttpsFake.Answering answering) {
        overrides.put(method, answering);
    }

    /** A method's answer with what it returns. */
    public static HttpsFake.Reply.Answer returning(String method, String returned) {
        return HttpsFake.answer(
                200,
                ENVELOPE.formatted(
                        "<" + method + "Response xmlns=\"urn:vim25\">" + returned + "</" + method + "Response>"));
    }

    /** A fault. */
    public static HttpsFake.Reply.Answer fault(String type, String message, String details) {
        return HttpsFake.answer(
                500,
                ENVELOPE.formatted("<soapenv:Fault><faultcode>ServerFaultCode</faultcode><faultstring>" + message
                        + "</faultstring><detail><" + type + "Fault xmlns=\"urn:vim25\" xsi:type=\"" + type + "\">"
                        + details + "</" + type + "Fault></detail></soapenv:Fault>"));
    }

    /** Answers for files on datastores, once there is a session. */
    public void files(HttpsFake.Answering answering) {
        files = answering;
    }

    private HttpsFake.Reply answer(HttpsFake.Request request) {
        if (request.target().startsWith("/folder/")) {
            return sessions.contains(request.header("cookie")) ? files.to(request) : HttpsFake.answer(401, "");
        }
        Matcher name = METHOD.matcher(request.body());
        String method = name.find() ? name.group(1) : "";
        HttpsFake.Answering override = overrides.get(method);
        if (override != null) {
            return override.to(request);
        }
        return switch (method) {
            case "RetrieveServiceContent" -> returning(method, serviceContent());
            case "Login" -> login(request);
            case "Logout" -> returning(method, "");
            default ->
                sessions.contains(request.header("cookie"))
                        ? returning(method, "<returnval>2026-01-02T03:04:05Z</returnval>")
                        : fault("NotAuthenticated", "The session is not authenticated.", "");
        };
    }

    private HttpsFake.Reply login(HttpsFake.Request request) {
        logins.incrementAndGet();
        if (!request.header("cookie").isEmpty()) {
            return fault("InvalidRequest", "a login with the cookie of another session", "");
        }
        if (!request.body().contains("<password>correct &amp; &lt;horse&gt;</password>")) {
            return fault("InvalidLogin", "Cannot complete login due to an incorrect user name or password.", "");
        }
        String cookie = "vmware_soap_session=\"" + logins.get() + "-abc\"";
        sessions.add(cookie);
        HttpsFake.Reply.Answer answer = returning(
                "Login",
                "<returnval><key>key-" + logins.get() + "</key><userName>" + USER + "</userName>"
                        + "<loginTime>2026-01-02T03:04:05.678Z</loginTime></returnval>");
        Map<String, String> headers = new HashMap<>(answer.headers());
        headers.put("Set-Cookie", cookie + "; Path=/; HttpOnly; Secure");
        return new HttpsFake.Reply.Answer(200, headers, answer.body());
    }

    private String serviceContent() {
        return "<returnval><rootFolder type=\"Folder\">group-d1</rootFolder>"
                + "<propertyCollector type=\"PropertyCollector\">propertyCollector</propertyCollector>"
                + "<about><name>VMware vCenter Server</name><fullName>VMware vCenter Server 7.0.3 build-1</fullName>"
                + "<vendor>VMware, Inc.</vendor><version>7.0.3</version><build>22357613</build><osType>linux-x64</osType>"
                + "<productLineId>vpx</productLineId><apiType>VirtualCenter</apiType><apiVersion>" + apiVersion
                + "</apiVersion><instanceUuid>11111111-2222-3333-4444-555555555555</instanceUuid></about>"
                + "<sessionManager type=\"SessionManager\">SessionManager</sessionManager></returnval>";
    }

    @Override
    public void close() {
        server.close();
    }
}
