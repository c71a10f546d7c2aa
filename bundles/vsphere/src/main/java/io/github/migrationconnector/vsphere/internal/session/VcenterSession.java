package io.github.migrationconnector.vsphere.internal.session;

import com.vmware.vim25.AboutInfo;
import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.NotAuthenticated;
import com.vmware.vim25.ServiceContent;
import com.vmware.vim25.UserSession;
import com.vmware.vim25.VimPortType;
import io.github.migrationconnector.api.connection.VcenterEndpoint;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.vsphere.internal.soap.ApiVersion;
import io.github.migrationconnector.vsphere.internal.soap.PeerTrust;
import io.github.migrationconnector.vsphere.internal.soap.SoapLimits;
import io.github.migrationconnector.vsphere.internal.soap.VimClient;
import io.github.migrationconnector.vsphere.internal.soap.VimFaultException;
import java.net.MalformedURLException;
import java.rmi.RemoteException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session at one vCenter, for any number of threads. It logs in at its first call, and once more whenever vCenter has ended
 * the session; calls that met the end are made again. A password that was refused is not sent a second time: accounts lock.
 */
public final class VcenterSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(VcenterSession.class);
    private static final String LOCALE = "en_US";

    private volatile VcenterEndpoint endpoint;
    private final Supplier<Secret> password;
    private final Consumer<Secret> refused;
    private final PeerTrust trust;
    private final VimClient client;
    private final VimPortType vim;
    private final VcenterProblems problems;
    private final ReentrantLock loginLock = new ReentrantLock();

    private volatile Optional<LoggedIn> loggedIn = Optional.empty();
    private Optional<Refusal> refusal = Optional.empty();

    private record Refusal(Secret password, Problem problem) {}

    /** Makes one; nothing is sent before the first call. The password is asked for at each login, and wiped. */
    public VcenterSession(VcenterEndpoint endpoint, Supplier<Secret> password, SoapLimits limits) {
        this(endpoint, password, secret -> {}, limits);
    }

    /** The same; {@code refused} hears of each password that vCenter refuses. */
    VcenterSession(VcenterEndpoint endpoint, Supplier<Secret> password, Consumer<Secret> refused, SoapLimits limits) {
        this.endpoint = endpoint;
        this.password = password;
        this.refused = refused;
        this.trust = new PeerTrust(endpoint.server(), endpoint.trust());
        this.client = new VimClient(endpoint.sdk(), trust, limits);
        this.problems = new VcenterProblems(endpoint);
        try {
            this.vim = new VimPortType(client);
        } catch (MalformedURLException e) {
            throw new IllegalStateException("an endpoint is a URL", e);
        }
    }

    public VcenterEndpoint endpoint() {
        return endpoint;
    }

    public PeerTrust trust() {
        return trust;
    }

    /** Whether these settings need no other session: only what is trusted may differ. */
    boolean serves(VcenterEndpoint other) {
        return endpoint.sdk().equals(other.sdk()) && endpoint.user().equals(other.user());
    }

    /** Goes on with what is trusted now; readers that hold this session go on with it too. */
    void retrust(VcenterEndpoint same) {
        if (!endpoint.trust().equals(same.trust())) {
            endpoint = same;
            trust.change(same.trust());
            trust.breakOff();
            LOG.info("another certificate or authority is trusted for {} now", endpoint.sdk());
        }
    }

    /** What answers, before any login. */
    public AboutInfo about() {
        try {
            ServiceContent content = vim.retrieveServiceContent(References.serviceInstance());
            supportedVersion(content);
            return content.getAbout();
        } catch (RemoteException e) {
            throw problems.of(e);
        }
    }

    public VcenterProblems problems() {
        return problems;
    }

    /**
     * Makes a call, after a login when there is no session.
     *
     * @throws ConnectorException for whatever goes wrong, with the fix
     */
    public <T> T call(VimCall<T> call) {
        try {
            return attempt(call);
        } catch (RemoteException e) {
            throw problems.of(e);
        }
    }

    /** The same for a caller that wants to look at the fault itself. */
    public <T> T attempt(VimCall<T> call) throws RemoteException {
        LoggedIn before = login();
        try {
            return call.make(vim, before);
        } catch (VimFaultException e) {
            if (!e.is(NotAuthenticated.class)) {
                throw e;
            }
            return call.make(vim, renew(before));
        }
    }

    /** Logs in, unless there is a session. */
    public LoggedIn login() {
        Optional<LoggedIn> session = loggedIn;
        if (session.isPresent()) {
            return session.get();
        }
        return underLock(() -> loggedIn.isPresent() ? loggedIn.get() : logInNow());
    }

    /** Logs in again after a session was found to have ended; whoever comes second takes what the first one got. */
    @SuppressWarnings("ReferenceEquality") // one login is one object
    public LoggedIn renew(LoggedIn ended) {
        return underLock(() -> {
            LoggedIn current = loggedIn.orElse(ended);
            return current == ended ? logInNow() : current;
        });
    }

    private LoggedIn underLock(Supplier<LoggedIn> step) {
        loginLock.lock();
        try {
            return step.get();
        } finally {
            loginLock.unlock();
        }
    }

    private LoggedIn logInNow() {
        loggedIn = Optional.empty();
        // a login that carries the cookie of an ended session is refused by some versions
        client.setCookie("");
        try (Secret secret = password.get()) {
            if (refusal.isPresent() && refusal.get().password().matches(secret)) {
                throw refusal.get().problem().asException();
            }
            LoggedIn session = logIn(secret);
            loggedIn = Optional.of(session);
            return session;
        }
    }

    private LoggedIn logIn(Secret secret) {
        try {
            ServiceContent content = vim.retrieveServiceContent(References.serviceInstance());
            ApiVersion version = supportedVersion(content);
            client.setSoapActionOnApiVersion(content.getAbout().getApiVersion());
            UserSession session = send(content.getSessionManager(), secret);
            LOG.info("logged in to {} at {}", content.getAbout().getFullName(), endpoint.sdk());
            return new LoggedIn(content, version, session.getKey());
        } catch (RemoteException e) {
            ConnectorException told = problems.of(e);
            if (told.problem().code().equals(VcenterProblems.LOGIN_REFUSED)) {
                refusal.ifPresent(earlier -> earlier.password().close());
                refusal = Optional.of(new Refusal(Secret.ofUtf8(secret.toUtf8()), told.problem()));
                refused.accept(secret);
            }
            throw told;
        }
    }

    private ApiVersion supportedVersion(ServiceContent content) {
        if (content == null || content.getAbout() == null || content.getSessionManager() == null) {
            throw problems.malformed("it does not say what it is").asException();
        }
        ApiVersion version;
        try {
            version = ApiVersion.parse(String.valueOf(content.getAbout().getApiVersion()));
        } catch (IllegalArgumentException e) {
            throw problems.malformed(e.getMessage()).asException(e);
        }
        if (!version.isAtLeast(ApiVersion.OLDEST)
                || ApiVersion.beforeFloor(version, content.getAbout().getBuild())) {
            throw Problem.fatal(
                            "VCENTER_TOO_OLD",
                            content.getAbout().getFullName() + " is too old: its API is " + version
                                    + ", the connector needs vCenter 6.0 Update 3 or later",
                            "Upgrade vCenter to 6.0 Update 3 or later, and the ESXi hosts as well.")
                    .asException();
        }
        return version;
    }

    private UserSession send(ManagedObjectReference manager, Secret secret) throws RemoteException {
        RemoteException[] failed = new RemoteException[1];
        UserSession session = secret.reveal(text -> {
            try {
                return vim.login(manager, endpoint.user(), text, LOCALE);
            } catch (RemoteException e) {
                failed[0] = e;
                return new UserSession();
            }
        });
        if (failed[0] != null) {
            throw failed[0];
        }
        return session;
    }

    /** {@code NAME=VALUE} of the session, for what is not SOAP. */
    public String cookie() {
        login();
        return client.getCookie();
    }

    /** The same after a cookie was found to be of no more use; whoever comes second takes what the first one got. */
    public void renewCookie(String useless) {
        underLock(() -> client.getCookie().equals(useless) || loggedIn.isEmpty() ? logInNow() : loggedIn.get());
    }

    /** Logs out, and ends what is under way. */
    @Override
    public void close() {
        Optional<LoggedIn> session = loggedIn;
        loggedIn = Optional.empty();
        try {
            if (session.isPresent()) {
                vim.logout(session.get().content().getSessionManager());
            }
        } catch (RemoteException e) {
            LOG.debug("vCenter {} was left without a logout", endpoint.sdk(), e);
        }
        client.close();
    }
}
