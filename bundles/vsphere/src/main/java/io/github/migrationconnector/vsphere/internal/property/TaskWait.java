package io.github.migrationconnector.vsphere.internal.property;

import com.vmware.vim25.LocalizedMethodFault;
import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.MethodFault;
import com.vmware.vim25.ObjectSpec;
import com.vmware.vim25.ObjectUpdate;
import com.vmware.vim25.ObjectUpdateKind;
import com.vmware.vim25.PropertyChange;
import com.vmware.vim25.PropertyFilterSpec;
import com.vmware.vim25.PropertyFilterUpdate;
import com.vmware.vim25.PropertySpec;
import com.vmware.vim25.TaskInfoState;
import com.vmware.vim25.UpdateSet;
import com.vmware.vim25.VimPortType;
import com.vmware.vim25.WaitOptions;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.vsphere.internal.session.LoggedIn;
import io.github.migrationconnector.vsphere.internal.session.VcenterSession;
import io.github.migrationconnector.vsphere.internal.soap.VimFaultException;
import java.rmi.RemoteException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Waits for a task of vCenter, which tells each change as it happens. Source: vSphere Web Services API,
 * PropertyCollector.WaitForUpdatesEx.
 */
public final class TaskWait {
    /** An interrupted thread notices after so long; much shorter than what a silent connection may take. */
    private static final int MOST_SECONDS_A_CALL = 5;

    private static final String STATE = "info.state";
    private static final String ERROR = "info.error";
    private static final String RESULT = "info.result";

    private final ManagedObjectReference task;
    private final long deadlineNanos;

    private TaskWait(ManagedObjectReference task, Duration atMost) {
        this.task = task;
        this.deadlineNanos = System.nanoTime() + atMost.toNanos();
    }

    /**
     * Waits until a task ends well.
     *
     * @return what it made; by its name among the values {@code info.result}, which may be missing
     * @throws VimFaultException when it ends with a fault
     * @throws ConnectorException when it takes longer than is waited, or the thread is interrupted: the task goes on
     */
    public static ObjectProperties await(VcenterSession session, ManagedObjectReference task, Duration atMost)
            throws RemoteException {
        TaskWait wait = new TaskWait(task, atMost);
        return session.attempt(wait::untilEnded);
    }

    private ObjectProperties untilEnded(VimPortType vim, LoggedIn login) throws RemoteException {
        // a collector of its own: filters on the shared one would tell other threads' changes too
        ManagedObjectReference collector = vim.createPropertyCollector(login.properties());
        try {
            vim.createFilter(collector, filter(), true);
            Map<String, Object> known = new HashMap<>();
            WaitOptions options = new WaitOptions();
            options.setMaxWaitSeconds(MOST_SECONDS_A_CALL);
            String version = "";
            while (!ended(known)) {
                checkStillWanted();
                UpdateSet updates = vim.waitForUpdatesEx(collector, version, options);
                if (updates != null) {
                    version = updates.getVersion();
                    absorb(updates, known);
                }
            }
            return new ObjectProperties(task, known);
        } finally {
            destroy(vim, collector);
        }
    }

    private static void destroy(VimPortType vim, ManagedObjectReference collector) throws RemoteException {
        try {
            vim.destroyPropertyCollector(collector);
        } catch (VimFaultException e) {
            // it went with the session that it was made in
        }
    }

    private PropertyFilterSpec filter() {
        PropertyFilterSpec filter = new PropertyFilterSpec();
        filter.setObjectSet(new ObjectSpec[] {PropertyRetrieval.only(task)});
        filter.setPropSet(new PropertySpec[] {PropertyRetrieval.wanted("Task", List.of(STATE, ERROR, RESULT))});
        return filter;
    }

    private static boolean ended(Map<String, Object> known) throws VimFaultException {
        if (!(known.get(STATE) instanceof TaskInfoState state)) {
            return false;
        }
        return switch (state) {
            case queued, running -> false;
            case success -> true;
            case error -> throw failure(known.get(ERROR));
        };
    }

    private static VimFaultException failure(Object error) {
        if (error instanceof LocalizedMethodFault fault && fault.getFault() != null) {
            return new VimFaultException(
                    fault.getFault().getClass().getSimpleName(),
                    String.valueOf(fault.getLocalizedMessage()),
                    fault.getFault());
        }
        return new VimFaultException("MethodFault", "the task failed and vCenter does not say why", new MethodFault());
    }

    private void checkStillWanted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new Problem(
                            "VCENTER_WAIT_STOPPED",
                            "Stopped while vCenter was working on " + task.getVal(),
                            "",
                            Retry.ON_RESUME)
                    .asException();
        }
        if (System.nanoTime() - deadlineNanos > 0) {
            throw Problem.passing(
                            "VCENTER_TASK_SLOW",
                            "vCenter's task " + task.getVal() + " takes longer than is waited",
                            "Look at the task in vCenter; it may hang.")
                    .asException();
        }
    }

    private void absorb(UpdateSet updates, Map<String, Object> known) throws VimFaultException {
        if (updates.getFilterSet() == null) {
            return;
        }
        for (PropertyFilterUpdate filter : updates.getFilterSet()) {
            ObjectUpdate[] objects = filter.getObjectSet();
            for (ObjectUpdate object : objects == null ? new ObjectUpdate[0] : objects) {
                if (object.getKind() == ObjectUpdateKind.leave) {
                    throw Problem.passing(
                                    "VCENTER_TASK_LOST",
                                    "vCenter no longer knows the task " + task.getVal(),
                                    "Try again; whether its work was done is found out then.")
                            .asException();
                }
                absorb(object, known);
            }
        }
    }

    private static void absorb(ObjectUpdate object, Map<String, Object> known) throws VimFaultException {
        ObjectProperties.checkSession(object.getMissingSet());
        if (object.getChangeSet() == null) {
            return;
        }
        for (PropertyChange change : object.getChangeSet()) {
            if (change.getVal() != null) {
                known.put(change.getName(), change.getVal());
            }
        }
    }
}
