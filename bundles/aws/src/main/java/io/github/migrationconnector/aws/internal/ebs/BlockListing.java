package io.github.migrationconnector.aws.internal.ebs;

import io.github.migrationconnector.api.target.PresentBlock;
import io.github.migrationconnector.aws.internal.ebs.SnapshotCalls.ListPosition;
import io.github.migrationconnector.aws.internal.failure.Problems;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;
import software.amazon.awssdk.services.ebs.model.Block;
import software.amazon.awssdk.services.ebs.model.ListSnapshotBlocksResponse;

/**
 * Lists a snapshot's blocks page by page. A page that could not be had is asked for again by the next call, so whoever
 * retries goes on where it stopped.
 */
final class BlockListing implements Iterator<PresentBlock> {
    private final Function<ListPosition, ListSnapshotBlocksResponse> pages;
    private final Deque<PresentBlock> page = new ArrayDeque<>();
    private ListPosition position = new ListPosition(0, "");
    private boolean lastPage;

    BlockListing(Function<ListPosition, ListSnapshotBlocksResponse> pages) {
        this.pages = pages;
    }

    @Override
    public boolean hasNext() {
        // a page may be empty though others follow (ListSnapshotBlocks, NextToken)
        while (page.isEmpty() && !lastPage) {
            fetch();
        }
        return !page.isEmpty();
    }

    @Override
    public PresentBlock next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return page.remove();
    }

    private void fetch() {
        ListSnapshotBlocksResponse fetched = pages.apply(position);
        int nextIndex = position.nextIndex();
        for (Block block : fetched.blocks()) {
            if (block.blockIndex() < nextIndex) {
                throw Problems.badAnswer("EBS", "it listed block " + block.blockIndex() + " after " + (nextIndex - 1))
                        .asException();
            }
            page.add(new PresentBlock(block.blockIndex(), block.blockToken()));
            nextIndex = block.blockIndex() + 1;
        }
        lastPage = fetched.nextToken() == null;
        position = new ListPosition(nextIndex, fetched.blocks().isEmpty() && !lastPage ? fetched.nextToken() : "");
    }
}
