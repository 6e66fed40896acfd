package org.pcpsim.trace.tracefs;

import java.util.List;

/** The events of group {@code kmem} that a recording is made of. Source: trace-format spec section 3. */
final class KmemEvents {
    /** Without these there is nothing to replay. */
    static final List<String> NEEDED = List.of("mm_page_alloc", "mm_page_free");

    /** The borders of folio batches, and what the kernel did by itself: what {@code validate} needs. */
    static final List<String> OF_THE_KERNEL =
            List.of("mm_page_free_batched", "mm_page_alloc_zone_locked", "mm_page_pcpu_drain", "mm_page_alloc_extfrag");

    private KmemEvents() {}
}
