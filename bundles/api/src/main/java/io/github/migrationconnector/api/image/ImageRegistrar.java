package io.github.migrationconnector.api.image;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Makes machine images. */
@ProviderType
public interface ImageRegistrar {
    /**
     * Registers an image, or finds the one of that name that is made of the same snapshots.
     *
     * @return its id, such as {@code ami-0123456789abcdef0}
     */
    String register(ImageSpec spec);

    /** The id of the image of that name, when this account has one. */
    Optional<String> find(String name);

    /** The ids of this account's images that hold a snapshot, disabled and deprecated ones too. */
    List<String> madeOf(String snapshotId);

    /**
     * Who else may launch an image: account ids, organizations, {@code all} for everybody (EC2, launch permissions). Empty
     * when nobody may, or the image is gone.
     */
    List<String> sharedWith(String imageId);

    /** Takes an image back; its snapshots stay. No error when it is gone. */
    void deregister(String imageId);
}
