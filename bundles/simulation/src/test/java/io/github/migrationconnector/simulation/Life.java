package io.github.migrationconnector.simulation;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * One life of the daemon. Whatever leaves the daemon passes here; the life ends at a call that was chosen before, and from
 * then on nothing of it has an effect any more.
 */
final class Life {
    private static final String API = "io.github.migrationconnector.api.";

    private Optional<KillPoint> armed = Optional.empty();
    private final Set<Thread> workers = new HashSet<>();
    private boolean over;

    /** Nothing of a life that is over may act. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;

        Killed(String where) {
            super(where, null, false, false);
        }
    }

    /** Ends this life at the next call of that kind. */
    synchronized void arm(KillPoint point) {
        armed = Optional.of(point);
    }

    synchronized Optional<KillPoint> armed() {
        return armed;
    }

    synchronized boolean isOver() {
        return over;
    }

    synchronized void works(Thread worker) {
        workers.add(worker);
    }

    synchronized void worksNoMore(Thread worker) {
        workers.remove(worker);
        // an interrupt that came late is not for the thread's next work
        Thread.interrupted();
    }

    /** The same service, as long as this life lasts. What it hands out is mortal too. */
    <T> T mortal(Class<T> contract, T service) {
        return contract.cast(Proxy.newProxyInstance(
                contract.getClassLoader(),
                new Class<?>[] {contract},
                (proxy, method, arguments) -> call(service, method, arguments)));
    }

    private Object call(Object service, Method method, Object[] arguments) throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return method.invoke(service, arguments);
        }
        pass(method, true);
        Object result;
        try {
            result = method.invoke(service, arguments);
        } catch (InvocationTargetException failure) {
            pass(method, false);
            throw failure.getCause();
        }
        pass(method, false);
        Class<?> type = method.getReturnType();
        boolean port = type.isInterface() && !type.isSealed() && type.getName().startsWith(API);
        return port ? mortalAs(type, result) : result;
    }

    private <T> T mortalAs(Class<T> type, Object service) {
        return mortal(type, type.cast(service));
    }

    private static String name(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }

    private synchronized void pass(Method method, boolean before) {
        if (!over && armed.isPresent() && armed.get().isAt(name(method), before)) {
            over = true;
            workers.forEach(Thread::interrupt);
        }
        if (over) {
            refuse(method);
        }
    }

    /** Threads of the streaming, which are not the run's, take a problem better than an error. */
    private void refuse(Method method) {
        if (workers.contains(Thread.currentThread())) {
            throw new Killed(method.getName());
        }
        throw new Problem("KILLED", "The daemon was killed in " + method.getName(), "", Retry.ON_RESUME).asException();
    }
}
