package org.pcpsim.trace.perfdata;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.pcpsim.trace.binary.Bytes;
import org.pcpsim.trace.event.CraftedFormats;

/** Puts a small perf.data together, for tests; each part can be told to be wrong. */
final class CraftedPerfData {
    /** IP, TID, TIME, ID, CPU, PERIOD, RAW, as perf record chooses for one sort of event. */
    static final long USUAL = 0x5c7;

    static final int TRACEPOINT = 2;
    private static final int SAMPLE_ID_ALL = 1 << 18;
    private static final int ATTRIBUTE = 128;

    final CraftedFormats formats = new CraftedFormats();
    boolean pipe;
    boolean compressed;
    long sampleType = USUAL;
    long readFormat;
    long flags = SAMPLE_ID_ALL;
    /** Bits of the registers of user space that samples have. */
    long userRegisters;

    String tracingVersion = "0.6";
    boolean withFormats = true;
    /** Bytes that a record has beyond what it says. */
    private final Bytes records = new Bytes();

    private final List<byte[]> attributes = new ArrayList<>();

    /** A perf.data with one tracepoint, number 50 on CPU 0 and 51 on CPU 1. */
    static CraftedPerfData usual() {
        return new CraftedPerfData();
    }

    /** One more event, with numbers; the first one is made of the fields unless any was added. */
    CraftedPerfData event(int type, long config, long ownSampleType, long... ids) {
        Bytes bytes = new Bytes().u64(ids.length);
        Arrays.stream(ids).forEach(bytes::u64);
        attributes.add(new Bytes()
                .raw(attribute(type, config, ownSampleType))
                .raw(bytes.array())
                .array());
        return this;
    }

    private byte[] attribute(int type, long config, long ownSampleType) {
        Bytes bytes = new Bytes().u32(type).u32(ATTRIBUTE).u64(config).u64(1);
        bytes.u64(ownSampleType).u64(readFormat).u64(flags);
        bytes.raw(new byte[32]).u64(userRegisters);
        return bytes.raw(new byte[ATTRIBUTE - bytes.size()]).array();
    }

    /** A sample of the usual type. */
    CraftedPerfData sample(int cpu, long time, int tid, byte[] payload) {
        Bytes sample = new Bytes()
                .u64(0xffffL)
                .u32(tid)
                .u32(tid)
                .u64(time)
                .u64(50 + cpu)
                .u32(cpu)
                .u32(0)
                .u64(1);
        return record(9, 0, raw(sample, payload).array());
    }

    /** Length, data, and padding so that what follows is aligned to 8. */
    static Bytes raw(Bytes sample, byte[] payload) {
        int padding = -(payload.length + 4) & 7;
        return sample.u32(payload.length + padding).raw(payload).raw(new byte[padding]);
    }

    /** What ends other records of the usual type. */
    static Bytes id(Bytes content, int cpu, long time, int tid) {
        return content.u32(tid)
                .u32(tid)
                .u64(time)
                .u64(time == 0 ? 0 : 50 + cpu)
                .u32(cpu)
                .u32(0);
    }

    CraftedPerfData lost(int cpu, long time, long count) {
        return record(
                2, 0, id(new Bytes().u64(50 + cpu).u64(count), cpu, time, 7).array());
    }

    /** A total of all losses of the event on that CPU. */
    CraftedPerfData lostSamples(int cpu, long count, int misc) {
        Bytes content = new Bytes().u64(count).u64(0).u64(0).u64(50 + cpu).u64(0);
        return record(13, misc, content.array());
    }

    /** Which CPU the numbers of events belong to. */
    CraftedPerfData index() {
        return record(
                69,
                0,
                new Bytes()
                        .u64(2)
                        .u64(50)
                        .u64(0)
                        .u64(0)
                        .u64(-1)
                        .u64(51)
                        .u64(1)
                        .u64(1)
                        .u64(-1)
                        .array());
    }

    CraftedPerfData comm(long time, int tid, String name) {
        byte[] text = Arrays.copyOf(name.getBytes(StandardCharsets.UTF_8), name.length() + 8 & ~7);
        return record(
                3, 0, id(new Bytes().u32(tid).u32(tid).raw(text), 0, time, tid).array());
    }

    CraftedPerfData fork(long time, int tid, int parent) {
        return record(
                7,
                0,
                id(new Bytes().u32(tid).u32(parent).u32(tid).u32(parent).u64(time), 0, time, parent)
                        .array());
    }

    CraftedPerfData round() {
        return record(68, 0, new byte[0]);
    }

    CraftedPerfData record(int type, int misc, byte[] content) {
        records.raw(bytes(type, misc, content));
        return this;
    }

    CraftedPerfData raw(byte[] bytes) {
        records.raw(bytes);
        return this;
    }

    static byte[] bytes(int type, int misc, byte[] content) {
        return new Bytes()
                .u32(type)
                .u16(misc)
                .u16(content.length + 8)
                .raw(content)
                .array();
    }

    byte[] bytes() {
        if (attributes.isEmpty()) {
            event(TRACEPOINT, CraftedFormats.FREE, sampleType, 50, 51);
        }
        byte[] data = compressed ? compress() : records.array();
        return pipe ? pipe(data) : file(data);
    }

    private byte[] tracingData() {
        Bytes bytes = new Bytes().raw(new byte[] {0x17, 0x08, 0x44}).text("tracing" + tracingVersion + "\0");
        bytes.u8(0).u8(8).u32(4096).raw(formats.headers(8, 4096));
        return bytes.raw(formats.ftraceFormats())
                .raw(formats.systems())
                .u32(0)
                .u32(0)
                .u64(0)
                .array();
    }

    private static byte[] text(String text) {
        return new Bytes()
                .u32(64)
                .raw(Arrays.copyOf(text.getBytes(StandardCharsets.UTF_8), 64))
                .array();
    }

    private byte[] file(byte[] data) {
        int idsAt = 104;
        int attributesAt = idsAt;
        for (byte[] attribute : attributes) {
            attributesAt += attribute.length - ATTRIBUTE - 8;
        }
        int dataAt = attributesAt + attributes.size() * (ATTRIBUTE + 16);
        Bytes file = new Bytes().text("PERFILE2").u64(104).u64(ATTRIBUTE + 16);
        file.u64(attributesAt).u64((long) attributes.size() * (ATTRIBUTE + 16));
        file.u64(dataAt).u64(data.length).u64(0).u64(0);
        // Tracing data, release, CPUs, memory, nodes.
        file.u64((withFormats ? 1 << 1 : 0) | 1 << 4 | 1 << 7 | 1 << 10 | 1 << 14)
                .u64(0)
                .u64(0)
                .u64(0);
        for (byte[] attribute : attributes) {
            file.raw(Arrays.copyOfRange(attribute, ATTRIBUTE + 8, attribute.length));
        }
        int ids = idsAt;
        for (byte[] attribute : attributes) {
            int length = attribute.length - ATTRIBUTE - 8;
            file.raw(Arrays.copyOf(attribute, ATTRIBUTE)).u64(ids).u64(length);
            ids += length;
        }
        file.raw(data);
        List<byte[]> features = new ArrayList<>();
        if (withFormats) {
            features.add(tracingData());
        }
        features.add(text("6.12.9-test"));
        features.add(new Bytes().u32(8).u32(4).array());
        features.add(new Bytes().u64(1 << 20).array());
        features.add(new Bytes().u32(2).array());
        long at = file.size() + 16L * features.size();
        for (byte[] feature : features) {
            file.u64(at).u64(feature.length);
            at += feature.length;
        }
        features.forEach(file::raw);
        return file.array();
    }

    private byte[] pipe(byte[] data) {
        Bytes file = new Bytes().text("PERFILE2").u64(16);
        for (byte[] attribute : attributes) {
            byte[] ids = Arrays.copyOfRange(attribute, ATTRIBUTE + 8, attribute.length);
            file.raw(bytes(
                    64,
                    0,
                    new Bytes()
                            .raw(Arrays.copyOf(attribute, ATTRIBUTE))
                            .raw(ids)
                            .array()));
        }
        file.raw(bytes(80, 0, new Bytes().u64(4).raw(text("6.12.9-test")).array()));
        file.raw(bytes(80, 0, new Bytes().u64(7).u32(8).u32(4).array()));
        if (withFormats) {
            byte[] formatsData = tracingData();
            file.raw(bytes(66, 0, new Bytes().u32(formatsData.length).array())).raw(formatsData);
        }
        return file.raw(data).array();
    }

    /** One stream over several records, as perf record -z writes; the first record ends in the middle of one. */
    private byte[] compress() {
        byte[] plain = records.array();
        Bytes data = new Bytes();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZstdOutputStream stream = new ZstdOutputStream(out)) {
            int part = Math.max(1, plain.length / 3 + 5);
            for (int from = 0; from < plain.length; from += part) {
                stream.write(plain, from, Math.min(part, plain.length - from));
                stream.flush();
                data.raw(bytes(81, 0, out.toByteArray()));
                out.reset();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return data.array();
    }

    /** Zeros, compressed into one record: far more than the record itself. */
    static byte[] bomb(int size) {
        return bytes(81, 0, Zstd.compress(new byte[size]));
    }
}
