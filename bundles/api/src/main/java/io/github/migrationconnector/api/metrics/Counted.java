package io.github.migrationconnector.api.metrics;

import java.util.List;

/** What is counted. */
public enum Counted {
    BYTES_PUT("connector.bytes.put", "Bytes of blocks that were put and acknowledged", "way,target"),
    BLOCKS("connector.blocks", "Blocks that were decided", "way,target,fate"),
    PUT_RETRIES("connector.put.retries", "Puts that failed and were made again", "target,cause");

    private final String metric;
    private final String description;
    /** With commas between: an enum holds nothing that could change. */
    private final String labels;

    Counted(String metric, String description, String labels) {
        this.metric = metric;
        this.description = description;
        this.labels = labels;
    }

    /** Its name, with dots. */
    public String metric() {
        return metric;
    }

    public String description() {
        return description;
    }

    /** The names of its labels, in their order. */
    public List<String> labels() {
        return List.of(labels.split(","));
    }
}
