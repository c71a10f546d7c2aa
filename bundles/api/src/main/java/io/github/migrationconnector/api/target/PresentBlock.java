package io.github.migrationconnector.api.target;

import java.util.Objects;

/**
 * A block that a completed snapshot has, its parents' included.
 *
 * @param index from 0
 * @param token what the target wants to see when the block is read; may be empty
 */
public record PresentBlock(int index, String token) {
    public PresentBlock {
        if (index < 0) {
            throw new IllegalArgumentException("block " + index);
        }
        Objects.requireNonNull(token, "token");
    }
}
