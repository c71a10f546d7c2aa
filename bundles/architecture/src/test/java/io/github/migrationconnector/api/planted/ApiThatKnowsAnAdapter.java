package io.github.migrationconnector.api.planted;

import io.github.migrationconnector.aws.planted.PartOfAws;

/** Breaks: api imports nothing of ours. */
final class ApiThatKnowsAnAdapter {
    PartOfAws known() {
        return new PartOfAws();
    }
}
