package io.github.migrationconnector.vsphere.planted;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;

/** Breaks: no answer of vCenter leads to another host. */
final class ReaderThatGoesOnToAHost {
    InputStream read(URL leased) throws IOException {
        return leased.openConnection().getInputStream();
    }
}
