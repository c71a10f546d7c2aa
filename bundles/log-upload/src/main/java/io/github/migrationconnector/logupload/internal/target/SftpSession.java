package io.github.migrationconnector.logupload.internal.target;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SftpException;
import io.github.migrationconnector.api.logupload.UploadFile;
import io.github.migrationconnector.api.logupload.UploadSession;
import io.github.migrationconnector.api.logupload.UploadSettings.SftpPlace;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;

/** Appends to NAME.part, reads it back against its digest, writes NAME.sha256, and gives it its name. */
final class SftpSession implements UploadSession {
    private final Session session;
    private final ChannelSftp channel;
    private final SftpPlace place;

    SftpSession(Session session, ChannelSftp channel, SftpPlace place) {
        this.session = session;
        this.channel = channel;
        this.place = place;
    }

    @Override
    public String place() {
        return "sftp://" + place.user() + "@" + SftpTarget.where(place) + "/" + place.folder();
    }

    @Override
    public void put(UploadFile file) {
        String whole = path(file.name());
        String part = whole + ".part";
        try {
            if (length(whole) == file.bytes()
                    && length(whole + ".sha256") > 0
                    && digest(whole).equals(file.sha256())) {
                return;
            }
            makeFolders(file.name());
            append(file, part);
            if (!digest(part).equals(file.sha256())) {
                channel.rm(part);
                throw Digests.differs(file, place());
            }
            channel.put(new ByteArrayInputStream(Digests.line(file)), whole + ".sha256", ChannelSftp.OVERWRITE);
            rename(part, whole);
        } catch (SftpException | IOException e) {
            throw failed(e);
        }
    }

    private void append(UploadFile file, String part) throws SftpException, IOException {
        long there = length(part);
        if (there > file.bytes()) {
            // none of ours
            channel.rm(part);
            there = 0;
        }
        try (InputStream in = Files.newInputStream(file.path())) {
            in.skipNBytes(Math.max(0, there));
            channel.put(in, part, there > 0 ? ChannelSftp.APPEND : ChannelSftp.OVERWRITE);
        }
    }

    private void rename(String from, String to) throws SftpException {
        try {
            channel.rename(from, to);
        } catch (SftpException taken) {
            // version 3 renames over nothing; a server that can't either has one that was not whole
            if (length(to) < 0) {
                throw taken;
            }
            channel.rm(to);
            channel.rename(from, to);
        }
    }

    private void makeFolders(String name) throws SftpException {
        String path = plainPath(name);
        // from the first folder on, past the slash of an absolute path
        for (int end = path.indexOf('/', 1); end > 0; end = path.indexOf('/', end + 1)) {
            String folder = path.substring(0, end);
            if (length(quoted(folder)) < 0) {
                // the one call that takes no patterns
                channel.mkdir(folder);
            }
        }
    }

    /** -1 when it is not there. */
    private long length(String path) throws SftpException {
        try {
            return channel.stat(path).getSize();
        } catch (SftpException e) {
            if (e.id == ChannelSftp.SSH_FX_NO_SUCH_FILE) {
                return -1;
            }
            throw e;
        }
    }

    private String digest(String path) throws SftpException, IOException {
        try (InputStream in = channel.get(path)) {
            return Digests.of(in);
        }
    }

    private String plainPath(String name) {
        return place.folder().isEmpty() ? "./" + name : place.folder() + "/" + name;
    }

    private String path(String name) {
        return quoted(plainPath(name));
    }

    /** The library takes some characters for patterns. */
    private static String quoted(String path) {
        return path.replaceAll("[\\\\*?]", "\\\\$0");
    }

    @Override
    public void remove(UploadFile file) {
        String whole = path(file.name());
        try {
            for (String each : new String[] {whole, whole + ".sha256", whole + ".part"}) {
                if (length(each) >= 0) {
                    channel.rm(each);
                }
            }
        } catch (SftpException e) {
            throw failed(e);
        }
    }

    private ConnectorException failed(Exception e) {
        if (e instanceof SftpException refused && refused.id == ChannelSftp.SSH_FX_PERMISSION_DENIED) {
            return Problem.fatal(
                            "SFTP_WRITE_REFUSED",
                            place() + " can't be written to: " + e.getMessage(),
                            "Give " + place.user() + " the right to write there, or name another folder.")
                    .asException(e);
        }
        return Problem.passing(
                        "SFTP_BROKEN",
                        "The transfer to " + place() + " broke: " + e.getMessage(),
                        "Check the network, and the free space there; the upload goes on where it stopped.")
                .asException(e);
    }

    @Override
    public void close() {
        channel.disconnect();
        session.disconnect();
    }
}
