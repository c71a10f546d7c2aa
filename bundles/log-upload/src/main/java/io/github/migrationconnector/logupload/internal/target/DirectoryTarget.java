package io.github.migrationconnector.logupload.internal.target;

import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.logupload.UploadKind;
import io.github.migrationconnector.api.logupload.UploadSession;
import io.github.migrationconnector.api.logupload.UploadSettings;
import io.github.migrationconnector.api.logupload.UploadTarget;
import io.github.migrationconnector.api.problem.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** A directory, such as a share that is mounted. It must be there: a share that is not mounted would fill the own disk. */
@Component(service = UploadTarget.class)
public final class DirectoryTarget implements UploadTarget {
    @Override
    public UploadKind kind() {
        return UploadKind.DIRECTORY;
    }

    @Override
    public UploadSession open(UploadSettings settings, Map<String, Secret> secrets) {
        Path directory = Path.of(settings.directory());
        if (!Files.isDirectory(directory) || !Files.isWritable(directory)) {
            throw Problem.fatal(
                            "LOG_UPLOAD_DIRECTORY",
                            directory + " is no directory that the connector may write to.",
                            "Make or mount it, and give the connector's user the right to write there.")
                    .asException();
        }
        return new DirectorySession(directory);
    }
}
