package io.github.migrationconnector.api.metrics;

import java.util.List;

/** What is timed. */
public enum Timed {
    PUT("connector.put", "From a put to its acknowledgement, with its repetitions", "target"),
    CALL(
            "connector.aws.call",
            "From a call of AWS beside the puts to its answer, a second try included",
            "api,outcome"),
    TRANSFER("connector.transfer", "Of a disk that was carried whole", "way,target");

    private final String metric;
    private final String description;
    /** With commas between: an enum holds nothing that could change. */
    private final String labels;

    Timed(String metric, String description, String labels) {
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
