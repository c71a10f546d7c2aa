package io.github.migrationconnector.logupload.internal.target;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchAlgoNegoFailException;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.logupload.UploadKind;
import io.github.migrationconnector.api.logupload.UploadSecrets;
import io.github.migrationconnector.api.logupload.UploadSession;
import io.github.migrationconnector.api.logupload.UploadSettings;
import io.github.migrationconnector.api.logupload.UploadSettings.SftpPlace;
import io.github.migrationconnector.api.logupload.UploadTarget;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Component;

/** A folder of a machine that is reached by SSH (SFTP version 3, draft-ietf-secsh-filexfer-02), with a pinned host key. */
@Component(service = UploadTarget.class)
public final class SftpTarget implements UploadTarget {
    private static final int CONNECT_MILLIS = 15_000;

    /** Of silence; then the other side is asked whether it is there, and after three such times it is not. */
    private static final int SILENCE_MILLIS = 15_000;

    private static final int SILENCES = 3;

    /** A fingerprint does not say of which kind its key is, and a machine shows one of several: so each kind is asked for. */
    private static final List<String> KINDS = List.of(
            "ssh-ed25519", "ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,ecdsa-sha2-nistp521", "rsa-sha2-512,rsa-sha2-256");

    @Override
    public UploadKind kind() {
        return UploadKind.SFTP;
    }

    @Override
    public UploadSession open(UploadSettings settings, Map<String, Secret> secrets) {
        SftpPlace place = settings.sftp();
        PinnedHostKey pinned = new PinnedHostKey(place.fingerprint());
        String other = "";
        for (String kind : KINDS) {
            try {
                return session(place, pinned, kind, secrets);
            } catch (JSchAlgoNegoFailException without) {
                // it has no key of this kind
            } catch (JSchException e) {
                if (pinned.shown().isEmpty() || pinned.shown().equals(place.fingerprint())) {
                    throw failed(place, e);
                }
                other = pinned.shown();
            }
        }
        throw wrongKey(place, other);
    }

    private static UploadSession session(
            SftpPlace place, PinnedHostKey pinned, String kind, Map<String, Secret> secrets) throws JSchException {
        JSch jsch = new JSch();
        jsch.setHostKeyRepository(pinned);
        Session session = jsch.getSession(place.user(), place.host(), place.port());
        session.setConfig("StrictHostKeyChecking", "yes");
        session.setConfig("server_host_key", kind);
        session.setConfig("kex", swift("kex"));
        session.setConfig("CheckKexes", swift("CheckKexes"));
        session.setConfig("PreferredAuthentications", "publickey,keyboard-interactive,password");
        session.setTimeout(SILENCE_MILLIS);
        session.setServerAliveInterval(SILENCE_MILLIS);
        session.setServerAliveCountMax(SILENCES);
        try {
            addKey(jsch, secrets);
            Secret password = secrets.get(UploadSecrets.PASSWORD);
            if (password != null) {
                // wiped by the library when the session ends
                session.setPassword(password.toUtf8());
            }
            session.connect(CONNECT_MILLIS);
            ChannelSftp channel = (ChannelSftp) session.openChannel("sftp");
            channel.connect(CONNECT_MILLIS);
            return new SftpSession(session, channel, place);
        } catch (JSchException e) {
            session.disconnect();
            throw e;
        }
    }

    /**
     * The library's key exchanges without sntrup761, whose keys take seconds on the appliance's processors, and are made anew
     * several times for each session. Against computers to come ML-KEM does as well, which OpenSSH has since 9.9.
     */
    private static String swift(String setting) {
        return Arrays.stream(JSch.getConfig(setting).split(","))
                .filter(name -> !name.startsWith("sntrup"))
                .collect(Collectors.joining(","));
    }

    private static void addKey(JSch jsch, Map<String, Secret> secrets) {
        Secret key = secrets.get(UploadSecrets.PRIVATE_KEY);
        if (key == null) {
            return;
        }
        byte[] plain = key.toUtf8();
        byte[] passphrase = Optional.ofNullable(secrets.get(UploadSecrets.PASSPHRASE))
                .map(Secret::toUtf8)
                .orElse(new byte[0]);
        try {
            jsch.addIdentity("log-upload", plain, null, passphrase.length == 0 ? null : passphrase);
        } catch (JSchException e) {
            throw Problem.fatal(
                            "SFTP_KEY_UNUSABLE",
                            "The private key for SFTP can't be used: " + e.getMessage(),
                            "Give a private key in OpenSSH's format or PEM, and its passphrase when it has one.")
                    .asException(e);
        } finally {
            Arrays.fill(plain, (byte) 0);
            Arrays.fill(passphrase, (byte) 0);
        }
    }

    private static ConnectorException wrongKey(SftpPlace place, String shown) {
        return Problem.fatal(
                        "SFTP_HOST_KEY",
                        where(place) + " does not show the host key " + place.fingerprint()
                                + (shown.isEmpty() ? "." : ", but " + shown + "."),
                        "When that machine got a new key, look at it there (ssh-keygen -l) and set its fingerprint;"
                                + " else somebody stands in between.")
                .asException();
    }

    private static ConnectorException failed(SftpPlace place, JSchException e) {
        String said = String.valueOf(e.getMessage());
        if (said.startsWith("Auth fail") || said.startsWith("Auth cancel") || said.startsWith("USERAUTH fail")) {
            return Problem.fatal(
                            "SFTP_LOGIN_REFUSED",
                            where(place) + " refuses the login of " + place.user() + ".",
                            "Check user, password or key, and that the account may use SFTP.")
                    .asException(e);
        }
        return Problem.passing(
                        "SFTP_UNREACHABLE",
                        where(place) + " can't be reached by SFTP: " + said + ".",
                        "Check the network, the firewall, and that SSH with SFTP runs there.")
                .asException(e);
    }

    static String where(SftpPlace place) {
        return (place.host().contains(":") ? "[" + place.host() + "]" : place.host()) + ":" + place.port();
    }
}
