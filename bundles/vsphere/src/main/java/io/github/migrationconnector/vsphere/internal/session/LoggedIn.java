package io.github.migrationconnector.vsphere.internal.session;

import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.ServiceContent;
import io.github.migrationconnector.vsphere.internal.soap.ApiVersion;

/**
 * What a login brought.
 *
 * @param content where vCenter's services are
 * @param version of its API
 * @param sessionKey the session's name at vCenter
 */
public record LoggedIn(ServiceContent content, ApiVersion version, String sessionKey) {
    public ManagedObjectReference properties() {
        return content.getPropertyCollector();
    }
}
