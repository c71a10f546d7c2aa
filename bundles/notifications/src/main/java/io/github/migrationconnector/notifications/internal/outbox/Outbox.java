package io.github.migrationconnector.notifications.internal.outbox;

import io.github.migrationconnector.api.notification.ChannelKind;
import io.github.migrationconnector.api.notification.Delivery;
import io.github.migrationconnector.api.notification.DeliveryState;
import io.github.migrationconnector.api.notification.NotificationEvent;
import io.github.migrationconnector.notifications.internal.Happening;
import io.github.migrationconnector.notifications.internal.Message;
import io.github.migrationconnector.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** What is to be told, on disk: what happened, and which channel has yet to be told of it. */
public final class Outbox {
    private static final Duration KEPT_FOR = Duration.ofDays(30);

    /** The mark that has the highest number of all letters that there ever were. */
    private static final String NUMBERS = "numbers";

    /** Between addresses, and between reasons. */
    private static final String LINE = "\n";

    /** Who never gets it, each with the reason, and who has yet to get it, with the one reason that is given. */
    private static final String NAMED =
            "case when missed = '' then '' else replace(missed, ?, '; ') || '; ' end || replace(owed, ?, ', ') || ': ' || ?";

    private final Database database;
    private final String sender;
    private final int mostWaiting;

    /**
     * The outbox of a connector in a store that others may share.
     *
     * @param sender this connector's own name among them, the same after a restart
     * @param mostWaiting how many letters may wait for one channel
     */
    public Outbox(Database database, String sender, int mostWaiting) {
        this.database = database;
        this.sender = sender;
        this.mostWaiting = mostWaiting;
        database.migrate(
                "notifications", Outbox.class.getClassLoader(), "io/github/migrationconnector/notifications/tables");
    }

    /**
     * Something that happened, and who is to be told.
     *
     * @param happening what
     * @param message of it
     * @param channels that are told
     */
    public record Entry(Happening happening, Message message, Set<ChannelKind> channels) {}

    /**
     * Keeps what happened and what is remembered of it, all in one: what was kept before, by this connector or another one of
     * this store, is left as it is.
     *
     * @param marks what is remembered, by name
     */
    public void keep(List<Entry> entries, Map<String, String> marks, Instant now) {
        database.write(handle -> {
            for (Entry entry : entries) {
                int fresh = handle.execute(
                        "insert into notification_event (event_key, seen_millis) values (?, ?) on conflict do nothing",
                        EventKey.of(entry.happening().key()),
                        now.toEpochMilli());
                if (fresh > 0) {
                    entry.channels().stream().sorted().forEach(channel -> put(handle, channel, entry, now));
                }
            }
            marks.forEach((name, value) -> mark(handle, name, value));
            return entries.size();
        });
    }

    /** One that was never given, also when its letter is gone: that one may still be on its way. */
    private long number(Handle handle) {
        long highest = handle.createQuery(
                        "select coalesce(max(number), 0) from notification_delivery where sender = :sender")
                .bind("sender", sender)
                .mapTo(Long.class)
                .one();
        long given = mark(handle, NUMBERS).map(Long::valueOf).orElse(0L);
        long number = Math.max(highest, given) + 1;
        mark(handle, NUMBERS, Long.toString(number));
        return number;
    }

    private void put(Handle handle, ChannelKind channel, Entry entry, Instant now) {
        handle.execute(
                "insert into notification_delivery (number, sender, channel, id, kind, title, document, at_millis,"
                        + " kept_millis, state, attempts, next_millis, ended_millis, trouble)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'WAITING', 0, ?, 0, '')",
                number(handle),
                sender,
                channel.name(),
                entry.message().id(),
                entry.happening().event().name(),
                entry.message().title(),
                entry.message().document(),
                entry.happening().at().toEpochMilli(),
                now.toEpochMilli(),
                now.toEpochMilli());
        dropOldest(handle, channel, now);
    }

    private void dropOldest(Handle handle, ChannelKind channel, Instant now) {
        handle.execute(
                "update notification_delivery set ended_millis = ?, next_millis = 0,"
                        + " state = case when owed = '' then 'DROPPED' else 'PARTLY_DELIVERED' end,"
                        + " trouble = case when owed = '' then trouble else " + NAMED + " end"
                        + " where sender = ? and channel = ? and state = 'WAITING' and number not in"
                        + " (select number from notification_delivery where sender = ? and channel = ?"
                        + " and state = 'WAITING' order by number desc limit ?)",
                now.toEpochMilli(),
                LINE,
                LINE,
                "too many waited",
                sender,
                channel.name(),
                sender,
                channel.name(),
                mostWaiting);
    }

    private void mark(Handle handle, String name, String value) {
        handle.execute("delete from notification_mark where sender = ? and name = ?", sender, name);
        handle.execute("insert into notification_mark (sender, name, value) values (?, ?, ?)", sender, name, value);
    }

    /** Which of these keys were kept. */
    public boolean knows(String key) {
        return database.read(handle -> handle.createQuery("select 1 from notification_event where event_key = :key")
                .bind("key", EventKey.of(key))
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
    }

    /** What is remembered by a name; empty when nothing is. */
    public Optional<String> mark(String name) {
        return database.read(handle -> mark(handle, name));
    }

    private Optional<String> mark(Handle handle, String name) {
        return handle.createQuery("select value from notification_mark where sender = :sender and name = :name")
                .bind("sender", sender)
                .bind("name", name)
                .mapTo(String.class)
                .findOne();
    }

    /** Remembers by a name. */
    public void remember(String name, String value) {
        keep(List.of(), Map.of(name, value), Instant.EPOCH);
    }

    /** The letter of a channel that is due before all others; empty when none is. */
    public Optional<Letter> due(ChannelKind channel, Instant now) {
        return database.read(handle -> handle.createQuery("select * from notification_delivery where sender = :sender"
                        + " and channel = :channel and state = 'WAITING' and next_millis <= :now"
                        + " order by next_millis, number limit 1")
                .bind("sender", sender)
                .bind("channel", channel.name())
                .bind("now", now.toEpochMilli())
                .map((row, context) -> new Letter(
                        row.getLong("number"),
                        channel,
                        new Message(row.getString("id"), row.getString("title"), row.getString("document")),
                        new Letter.Receivers(lines(row.getString("owed")), lines(row.getString("missed"))),
                        Instant.ofEpochMilli(row.getLong("kept_millis")),
                        row.getInt("attempts")))
                .findOne());
    }

    private static List<String> lines(String text) {
        return text.lines().toList();
    }

    /** It arrived. */
    public void delivered(Letter letter, Instant now) {
        database.write(handle -> handle.execute(
                "update notification_delivery set state = 'DELIVERED', attempts = attempts + 1, next_millis = 0,"
                        + " ended_millis = ?, trouble = '' where sender = ? and number = ? and state = 'WAITING'",
                now.toEpochMilli(),
                sender,
                letter.number()));
    }

    /** It arrived at some of its receivers, and never will at the others. */
    public void deliveredInPart(Letter letter, List<String> missed, Instant now) {
        database.write(handle -> handle.execute(
                "update notification_delivery set state = 'PARTLY_DELIVERED', attempts = attempts + 1, next_millis = 0,"
                        + " ended_millis = ?, trouble = ?, owed = '', missed = ?"
                        + " where sender = ? and number = ? and state = 'WAITING'",
                now.toEpochMilli(),
                String.join("; ", missed),
                String.join(LINE, missed),
                sender,
                letter.number()));
    }

    /**
     * It arrived at some of its receivers, and is tried again for others.
     *
     * @param rest how it stands with those who don't have it
     * @param trouble why it did not arrive at them
     */
    public void owes(Letter letter, Letter.Receivers rest, String trouble, Instant next) {
        database.write(handle -> handle.execute(
                "update notification_delivery set attempts = attempts + 1, next_millis = ?, trouble = ?, owed = ?,"
                        + " missed = ? where sender = ? and number = ? and state = 'WAITING'",
                next.toEpochMilli(),
                trouble,
                String.join(LINE, rest.owed()),
                String.join(LINE, rest.missed()),
                sender,
                letter.number()));
    }

    /**
     * Gives up what has waited too long for a channel.
     *
     * @param keptBefore what was put there before that
     * @param trouble why it did not arrive
     * @return how many
     */
    public int giveUp(ChannelKind channel, Instant keptBefore, String trouble, Instant now) {
        return database.write(handle -> handle.execute(
                "update notification_delivery set next_millis = 0, ended_millis = ?,"
                        + " state = case when owed = '' then 'GIVEN_UP' else 'PARTLY_DELIVERED' end,"
                        + " trouble = case when owed = '' then ? else " + NAMED + " end"
                        + " where sender = ? and channel = ? and state = 'WAITING' and kept_millis <= ?",
                now.toEpochMilli(),
                trouble,
                LINE,
                LINE,
                trouble,
                sender,
                channel.name(),
                keptBefore.toEpochMilli()));
    }

    /** It did not arrive, and is tried again. */
    public void again(Letter letter, String trouble, Instant next) {
        database.write(handle -> handle.execute(
                "update notification_delivery set attempts = attempts + 1, next_millis = ?, trouble = ?"
                        + " where sender = ? and number = ? and state = 'WAITING'",
                next.toEpochMilli(),
                trouble,
                sender,
                letter.number()));
    }

    /** All that waits for a channel is due now: its settings are others, or somebody found that it works. */
    public void hurry(ChannelKind channel, Instant now) {
        database.write(handle -> handle.execute(
                "update notification_delivery set next_millis = ? where sender = ? and channel = ? and state ="
                        + " 'WAITING' and next_millis > ?",
                now.toEpochMilli(),
                sender,
                channel.name(),
                now.toEpochMilli()));
    }

    /** Forgets what concerns a channel. */
    public void forget(ChannelKind channel) {
        database.write(handle -> {
            for (String name : List.of(since(channel), tested(channel))) {
                handle.execute("delete from notification_mark where sender = ? and name = ?", sender, name);
            }
            forgetTold(handle, channel);
            return handle.execute(
                    "delete from notification_delivery where sender = ? and channel = ?", sender, channel.name());
        });
    }

    /** Since when a channel is told of each event, as it was remembered last; nothing when nothing was. */
    public Map<NotificationEvent, Instant> told(ChannelKind channel) {
        Map<NotificationEvent, Instant> told = new EnumMap<>(NotificationEvent.class);
        database.read(handle -> {
            for (NotificationEvent event : NotificationEvent.values()) {
                mark(handle, since(channel, event)).ifPresent(at -> told.put(event, Instant.parse(at)));
            }
            return told;
        });
        return told;
    }

    /** Remembers since when a channel is told of each event, in place of all that was remembered of it. */
    public void tell(ChannelKind channel, Map<NotificationEvent, Instant> events) {
        database.write(handle -> {
            forgetTold(handle, channel);
            events.forEach((event, at) -> mark(handle, since(channel, event), at.toString()));
            return events.size();
        });
    }

    private void forgetTold(Handle handle, ChannelKind channel) {
        for (NotificationEvent event : NotificationEvent.values()) {
            handle.execute(
                    "delete from notification_mark where sender = ? and name = ?", sender, since(channel, event));
        }
    }

    private static String since(ChannelKind channel, NotificationEvent event) {
        return since(channel) + "." + event.name();
    }

    /** The name by which it is remembered since when a channel is told. */
    public static String since(ChannelKind channel) {
        return "since." + channel.word();
    }

    /** The name of the mark that tells when a test of a channel arrived. */
    public static String tested(ChannelKind channel) {
        return "tested." + channel.word();
    }

    /** Forgets what is so old that nobody asks for it. */
    public void clean(Instant now) {
        long before = now.minus(KEPT_FOR).toEpochMilli();
        database.write(handle -> {
            handle.execute(
                    "delete from notification_delivery where sender = ? and state <> 'WAITING' and ended_millis < ?",
                    sender,
                    before);
            return handle.execute("delete from notification_event where seen_millis < ?", before);
        });
    }

    /** The youngest first. */
    public List<Delivery> deliveries(int most) {
        return database.read(handle -> handle.createQuery(
                        "select * from notification_delivery where sender = :sender order by number desc limit :most")
                .bind("sender", sender)
                .bind("most", most)
                .map((row, context) -> delivery(row))
                .list());
    }

    private static Delivery delivery(ResultSet row) throws SQLException {
        return new Delivery(
                row.getString("id"),
                ChannelKind.valueOf(row.getString("channel")),
                NotificationEvent.valueOf(row.getString("kind")),
                Instant.ofEpochMilli(row.getLong("at_millis")),
                row.getString("title"),
                DeliveryState.valueOf(row.getString("state")),
                row.getInt("attempts"),
                Instant.ofEpochMilli(row.getLong("next_millis")),
                row.getString("trouble"));
    }

    /** How it stands with a channel. */
    public Standing standing(ChannelKind channel) {
        return database.read(handle -> handle.createQuery(
                        "select coalesce(sum(case when state = 'WAITING' then 1 else 0 end), 0) as waiting,"
                                + " coalesce(max(case when state = 'DELIVERED' then ended_millis end), 0) as delivered,"
                                + " coalesce(max(case when state in ('GIVEN_UP', 'DROPPED', 'PARTLY_DELIVERED') then ended_millis end), 0) as"
                                + " lost from notification_delivery where sender = :sender and channel = :channel")
                .bind("sender", sender)
                .bind("channel", channel.name())
                .map((row, context) -> new Standing(
                        row.getInt("waiting"),
                        Instant.ofEpochMilli(row.getLong("delivered")),
                        Instant.ofEpochMilli(row.getLong("lost"))))
                .one());
    }

    /**
     * How it stands with a channel.
     *
     * @param waiting how many letters wait
     * @param deliveredAt when one arrived at all its receivers the last time; {@link Instant#EPOCH} when none did
     * @param lostAt when one was given up or dropped the last time, also for some of its receivers alone; {@link Instant#EPOCH} when none was
     */
    public record Standing(int waiting, Instant deliveredAt, Instant lostAt) {}
}
