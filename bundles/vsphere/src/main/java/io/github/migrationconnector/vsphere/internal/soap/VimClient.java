package io.github.migrationconnector.vsphere.internal.soap;

import com.vmware.vim25.ws.Argument;
import com.vmware.vim25.ws.Client;
import com.vmware.vim25.ws.XmlGen;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.rmi.RemoteException;
import javax.net.ssl.TrustManager;

/**
 * What yavijava sends its calls through: instead of its own clients, which trust what a JVM-wide cache trusts, wait for
 * ever, and fail on whatever they don't know. Safe for use by several threads.
 */
public final class VimClient implements Client, AutoCloseable {
    /** XmlGen writes this behind the method's name, and the bracket that closes the tag is part of it. */
    private static final String NAMESPACE = " xmlns=\"urn:vim25\">";

    private final SoapTransport transport;
    private final VimXmlReader reader = new VimXmlReader();
    private volatile String cookie = "";
    private volatile String action = "urn:vim25/" + ApiVersion.OLDEST;

    public VimClient(URI sdk, PeerTrust trust, SoapLimits limits) {
        this.transport = new SoapTransport(sdk, trust, limits);
    }

    @Override
    public Object invoke(String methodName, Argument[] arguments, String returnType) throws RemoteException {
        return send(methodName, arguments, body -> reader.read(body, returnType));
    }

    @Override
    public StringBuffer invokeAsString(String methodName, Argument[] arguments) throws RemoteException {
        return send(methodName, arguments, this::readStream);
    }

    private <T> T send(String methodName, Argument[] arguments, SoapTransport.AnswerReader<T> answer)
            throws RemoteException {
        byte[] message = marshall(methodName, arguments).getBytes(StandardCharsets.UTF_8);
        try {
            SoapTransport.Answer<T> result = transport.post(action, message, cookie, answer);
            if (!result.cookie().isEmpty()) {
                cookie = result.cookie();
            }
            return result.value();
        } catch (VimFaultException e) {
            throw e;
        } catch (IOException e) {
            throw new RemoteException(methodName, e);
        }
    }

    @Override
    public String marshall(String methodName, Argument[] arguments) {
        return XmlGen.toXML(methodName, arguments, NAMESPACE);
    }

    @Override
    public Object unMarshall(String returnType, InputStream body) throws IOException {
        return reader.read(body, returnType);
    }

    @Override
    @SuppressWarnings("JdkObsolete") // yavijava's interface asks for a StringBuffer
    public StringBuffer readStream(InputStream body) throws IOException {
        return new StringBuffer(new String(body.readAllBytes(), StandardCharsets.UTF_8));
    }

    /** The session's cookie as {@code NAME=VALUE}; empty without a session. */
    @Override
    public String getCookie() {
        return cookie;
    }

    @Override
    public void setCookie(String cookie) {
        this.cookie = cookie;
    }

    @Override
    public void setSoapActionOnApiVersion(String apiVersion) {
        action = "urn:vim25/" + ApiVersion.parse(apiVersion).spoken();
    }

    @Override
    public URL getBaseUrl() {
        try {
            return transport.sdk().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String getVimNameSpace() {
        return NAMESPACE;
    }

    @Override
    public int getConnectTimeout() {
        return (int) transport.limits().connect().toMillis();
    }

    @Override
    public int getReadTimeout() {
        return (int) transport.limits().silence().toMillis();
    }

    /** None to be had: trust is the pin's alone, and yavijava has no use for it. */
    @Override
    public TrustManager getTrustManager() {
        throw fixed();
    }

    @Override
    public void setBaseUrl(URL baseUrl) {
        throw fixed();
    }

    @Override
    public void setVimNameSpace(String vimNameSpace) {
        throw fixed();
    }

    @Override
    public void setConnectTimeout(int timeoutMilliSec) {
        throw fixed();
    }

    @Override
    public void setReadTimeout(int timeoutMilliSec) {
        throw fixed();
    }

    private static UnsupportedOperationException fixed() {
        return new UnsupportedOperationException("fixed when the connection is made");
    }

    /** Ends the calls that are under way, and refuses others. */
    @Override
    public void close() {
        transport.close();
    }
}
