package org.pcpsim.replay;

import java.util.Map;
import java.util.Optional;
import org.pcpsim.model.AllocatorModel;
import org.pcpsim.model.ModelCounts;
import org.pcpsim.model.PartialBlockCounts;

/** What a model had counted when the warmup ended. Immutable. */
final class CountBase {
    final ModelCounts counts = new ModelCounts();
    final Optional<PartialBlockCounts> partialBlocks;
    /** What only this design counts. */
    final Map<String, Long> own;

    /** Takes down what a model has counted so far. */
    CountBase(AllocatorModel model) {
        ModelCounts now = model.counts();
        counts.hits = now.hits;
        counts.refills = now.refills;
        counts.refillPages = now.refillPages;
        counts.drains = now.drains;
        counts.drainPages = now.drainPages;
        counts.decayPages = now.decayPages;
        counts.remoteExpirePages = now.remoteExpirePages;
        counts.drainAllPages = now.drainAllPages;
        counts.pcpSplits = now.pcpSplits;
        counts.pcpMerges = now.pcpMerges;
        counts.routedFrees = now.routedFrees;
        counts.minMarkRetries = now.minMarkRetries;
        counts.drainAlls = now.drainAlls;
        counts.wouldHaveReclaimed = now.wouldHaveReclaimed;
        copy(now.failedAllocs, counts.failedAllocs);
        copy(now.phaseRefills, counts.phaseRefills);
        copy(now.phaseChunks, counts.phaseChunks);
        copy(now.phasePages, counts.phasePages);
        partialBlocks = model.partialBlocks();
        own = Map.copyOf(model.ownCounts());
    }

    private static void copy(long[] from, long[] to) {
        System.arraycopy(from, 0, to, 0, to.length);
    }
}
