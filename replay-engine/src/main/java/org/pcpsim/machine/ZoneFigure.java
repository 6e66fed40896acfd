package org.pcpsim.machine;

/** The figures of a zone that can be set by path, {@code nodeN.ZONE.FIGURE}. */
enum ZoneFigure {
    MANAGED("managed", 1, 1L << 31) {
        @Override
        void set(ZoneDraft zone, long value) {
            zone.managed = value;
        }
    },
    START_PFN("start_pfn", 0, 1L << 40) {
        @Override
        void set(ZoneDraft zone, long value) {
            zone.startPfn = value;
        }
    },
    MIN("min", 0, 1L << 31) {
        @Override
        void set(ZoneDraft zone, long value) {
            zone.min = value;
        }
    },
    LOW("low", 0, 1L << 31) {
        @Override
        void set(ZoneDraft zone, long value) {
            zone.low = value;
        }
    },
    HIGH("high", 0, 1L << 31) {
        @Override
        void set(ZoneDraft zone, long value) {
            zone.high = value;
        }
    },
    BATCH("batch", 1, 65_536) {
        @Override
        void set(ZoneDraft zone, long value) {
            zone.batch = value;
        }
    },
    HIGH_MIN("high_min", 0, Integer.MAX_VALUE) {
        @Override
        void set(ZoneDraft zone, long value) {
            zone.highMin = value;
        }
    },
    HIGH_MAX("high_max", 0, Integer.MAX_VALUE) {
        @Override
        void set(ZoneDraft zone, long value) {
            zone.highMax = value;
        }
    };

    final String figure;
    private final long least;
    private final long most;

    ZoneFigure(String figure, long least, long most) {
        this.figure = figure;
        this.least = least;
        this.most = most;
    }

    abstract void set(ZoneDraft zone, long value);

    String path(ZoneDraft zone) {
        return zone.path() + "." + figure;
    }

    /** Sets the figure; a {@link SettingException} if the value is out of range. */
    void set(ZoneDraft zone, String value) {
        set(zone, Numbers.parse(path(zone), value, least, most, least + " to " + most + " pages"));
    }
}
