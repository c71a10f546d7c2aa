package io.github.migrationconnector.adminui.internal.page;

import io.github.migrationconnector.adminui.internal.frame.PageRequest;
import io.github.migrationconnector.api.inventory.Vm;
import io.github.migrationconnector.api.inventory.VmDisk;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What of the inventory is to be shown.
 *
 * @param text to be found in name, path or guest; empty for all
 * @param power {@code on}, {@code off} or {@code suspended}; empty for all
 * @param sort by what: {@code name}, {@code path}, {@code size}, {@code guest}
 * @param descending whether the greatest comes first
 * @param page from 1
 */
public record InventoryQuery(String text, String power, String sort, boolean descending, int page) {
    static final int ROWS = 50;

    private static final Comparator<String> BY_TEXT = String.CASE_INSENSITIVE_ORDER;
    private static final Map<String, Comparator<Vm>> SORTS = Map.of(
            "name", Comparator.comparing(Vm::name, BY_TEXT),
            "path", Comparator.comparing(Vm::path, BY_TEXT),
            "size", Comparator.comparingLong(InventoryQuery::size),
            "guest", Comparator.comparing(Vm::guest, BY_TEXT));

    static InventoryQuery of(PageRequest request) {
        String sort = request.field("sort");
        String page = request.field("page");
        return new InventoryQuery(
                request.field("text").strip(),
                request.field("power"),
                SORTS.containsKey(sort) ? sort : "name",
                request.field("order").equals("descending"),
                page.matches("[1-9][0-9]{0,5}") ? Integer.parseInt(page) : 1);
    }

    /** The VMs that fit, in order, of all pages. */
    List<Vm> select(List<Vm> all) {
        String wanted = text.toLowerCase(Locale.ROOT);
        Predicate<Vm> fits = vm -> (power.isEmpty()
                        || vm.powerState().name().toLowerCase(Locale.ROOT).equals(power))
                && (contains(vm.name(), wanted) || contains(vm.path(), wanted) || contains(vm.guest(), wanted));
        Comparator<Vm> order = SORTS.getOrDefault(sort, Comparator.comparing(Vm::name, BY_TEXT))
                .thenComparing(Vm::id);
        return all.stream()
                .filter(fits)
                .sorted(descending ? order.reversed() : order)
                .toList();
    }

    /** The rows of this page. */
    List<Vm> rows(List<Vm> selected) {
        int from = Math.min((page - 1) * ROWS, selected.size());
        return selected.subList(from, Math.min(from + ROWS, selected.size()));
    }

    static int pages(List<Vm> selected) {
        return Math.max(1, (selected.size() + ROWS - 1) / ROWS);
    }

    /** The query of the same, sorted by a column; the other way round when it is so already. */
    public String sortedBy(String column) {
        boolean down = sort.equals(column) && !descending;
        return query(column, down, 1);
    }

    /** The query of another page of the same. */
    public String at(Number other) {
        return query(sort, descending, other.intValue());
    }

    /** As in {@code aria-sort}. */
    public String order(String column) {
        if (!sort.equals(column)) {
            return "none";
        }
        return descending ? "descending" : "ascending";
    }

    private String query(String column, boolean down, int other) {
        return "?text=" + URLEncoder.encode(text, StandardCharsets.UTF_8) + "&power="
                + URLEncoder.encode(power, StandardCharsets.UTF_8) + "&sort=" + column + "&order="
                + (down ? "descending" : "ascending") + "&page=" + other;
    }

    static long size(Vm vm) {
        return vm.disks().stream().mapToLong(VmDisk::capacityBytes).sum();
    }

    private static boolean contains(String text, String wanted) {
        return text.toLowerCase(Locale.ROOT).contains(wanted);
    }
}
