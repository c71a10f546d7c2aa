package io.github.migrationconnector.api.image;

import io.github.migrationconnector.api.inventory.Firmware;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An image to be registered.
 *
 * @param name unique in account and region, 3 to 128 characters of those that EC2 allows; registering the same name again
 *     finds the image that the first call made
 * @param description at most 255 characters
 * @param firmware how its machines start
 * @param disks the root first
 * @param tags for the image
 */
public record ImageSpec(
        String name, String description, Firmware firmware, List<ImageDisk> disks, Map<String, String> tags) {
    public ImageSpec {
        // RegisterImage, parameter Name: 3-128 letters, digits, parentheses, spaces, ./-'@_ and square brackets
        if (!name.matches("[A-Za-z0-9()\\[\\] ./'@_-]{3,128}")) {
            throw new IllegalArgumentException("not an image name: " + name);
        }
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(firmware, "firmware");
        disks = List.copyOf(disks);
        if (disks.isEmpty()) {
            throw new IllegalArgumentException("an image without disks");
        }
        tags = Map.copyOf(tags);
    }
}
