package io.github.migrationconnector.consolemenu.internal.fake;

import io.github.migrationconnector.consolemenu.internal.TroubleException;
import io.github.migrationconnector.consolemenu.internal.machine.Privileged;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Answers as it was told; what begins with {@code !} is a refusal. */
public final class FakePrivileged implements Privileged {
    private final Map<String, String> answers = new HashMap<>(Map.of(
            "network show", "hostname appliance\ninterface vmx0 - up 1500\naddress vmx0 192.0.2.10/24\n",
            "shell show", "off\n",
            "ssh show", "off\n",
            "ssh keys", ""));

    public final List<String> called = new ArrayList<>();

    public FakePrivileged on(String call, String said) {
        answers.put(call, said);
        return this;
    }

    @Override
    public boolean present() {
        return true;
    }

    @Override
    public String call(String... arguments) {
        String call = String.join(" ", arguments);
        called.add(call);
        String said = answers.getOrDefault(call, "");
        if (said.startsWith("!")) {
            throw new TroubleException(said.substring(1), "look");
        }
        return said;
    }
}
