package io.github.migrationconnector.vsphere.planted;

import io.github.migrationconnector.aws.planted.PartOfAws;

/** Breaks: adapters don't import each other. */
final class AdapterThatKnowsAnother {
    PartOfAws known() {
        return new PartOfAws();
    }
}
