package io.github.migrationconnector.vsphere.internal.session;

import com.vmware.vim25.VimPortType;
import java.rmi.RemoteException;

/** One operation on vCenter, of one call or several. It is made again from its beginning when the session had ended. */
@FunctionalInterface
public interface VimCall<T> {
    T make(VimPortType vim, LoggedIn session) throws RemoteException;
}
