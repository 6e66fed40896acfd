package org.pcpsim.trace.tracefs;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A mounted tracefs in which this process may make instances.
 *
 * <p>Only files are used that every kernel with event tracing has; the function tracer, which some machines refuse, is
 * not needed. Source: trace-format spec sections 4.1, 4.2 and the kernel's documentation of tracefs. Thread-safe.
 */
public final class Tracefs {
    /** Where tracefs is mounted, the usual place first. */
    public static final List<Path> MOUNTS =
            List.of(Path.of("/sys/kernel/tracing"), Path.of("/sys/kernel/debug/tracing"));

    /** Instances of ours are called this and the process that made them. */
    static final String PREFIX = "pcpsim-";

    private static final String MOUNT_HINT = "mount it: mount -t tracefs nodev /sys/kernel/tracing";
    private static final String ROOT_HINT = "run it as root: sudo pcpsim record -- COMMAND";

    private final Path root;
    private final Path proc;
    private final InstanceFolders folders;

    Tracefs(Path root, Path proc, InstanceFolders folders) {
        this.root = root;
        this.proc = proc;
        this.folders = folders;
    }

    /**
     * The first of these places at which tracefs is.
     *
     * @throws TracefsException if it is at none, or cannot be used; its hint says what to do
     */
    public static Tracefs find(List<Path> mounts) throws TracefsException {
        return find(mounts, Path.of("/proc"), InstanceFolders.KERNEL);
    }

    static Tracefs find(List<Path> mounts, Path proc, InstanceFolders folders) throws TracefsException {
        Optional<Path> unreadable = Optional.empty();
        for (Path mount : mounts) {
            if (Files.isDirectory(mount.resolve("events")) && Files.isDirectory(mount.resolve("instances"))) {
                Tracefs found = new Tracefs(mount, proc, folders);
                found.requireUse();
                return found;
            }
            if (Files.isDirectory(mount) && !Files.isExecutable(mount)) {
                unreadable = Optional.of(mount);
            }
        }
        if (unreadable.isPresent()) {
            throw new TracefsException(unreadable.get() + ": permission denied", ROOT_HINT);
        }
        throw new TracefsException("tracefs is not mounted at " + mounts.get(0), MOUNT_HINT);
    }

    private void requireUse() throws TracefsException {
        Path events = root.resolve("events/kmem");
        for (String event : KmemEvents.NEEDED) {
            if (!Files.isDirectory(events.resolve(event))) {
                throw new TracefsException(
                        root + ": this kernel has no event kmem:" + event,
                        "it needs a kernel built with CONFIG_EVENT_TRACING");
            }
        }
        if (!Files.isWritable(root.resolve("instances"))) {
            throw new TracefsException(root.resolve("instances") + ": permission denied", ROOT_HINT);
        }
    }

    /** Where it is mounted. */
    Path root() {
        return root;
    }

    /** Events that this kernel lacks, so that recordings cannot be compared with what it did. */
    public List<String> missingEvents() {
        List<String> missing = new ArrayList<>();
        for (String event : KmemEvents.OF_THE_KERNEL) {
            if (!Files.isDirectory(root.resolve("events/kmem").resolve(event))) {
                missing.add("kmem:" + event);
            }
        }
        return missing;
    }

    /** The events to record: all of ours that this kernel has. */
    List<String> events() {
        List<String> events = new ArrayList<>(KmemEvents.NEEDED);
        for (String event : KmemEvents.OF_THE_KERNEL) {
            if (Files.isDirectory(root.resolve("events/kmem").resolve(event))) {
                events.add(event);
            }
        }
        return events;
    }

    /**
     * Makes an instance of this process's own, set up and not yet recording.
     *
     * @param bufferBytes size of each CPU's ring buffer
     * @throws TracefsException if the kernel refuses; nothing is left behind then
     */
    public TraceInstance create(long bufferBytes) throws IOException {
        removeAbandoned();
        Path folder = root.resolve("instances")
                .resolve(PREFIX + ProcessHandle.current().pid());
        try {
            folders.create(folder);
        } catch (AccessDeniedException e) {
            throw new TracefsException(folder + ": permission denied", ROOT_HINT);
        } catch (FileAlreadyExistsException e) {
            throw new TracefsException(folder + ": exists already", "remove it: rmdir " + folder);
        } catch (FileSystemException e) {
            throw new TracefsException(folder + ": " + e.getReason(), ROOT_HINT);
        }
        TraceInstance instance = new TraceInstance(this, folder, folders);
        try {
            instance.setUp(bufferBytes);
            return instance;
        } catch (IOException | RuntimeException e) {
            instance.close();
            throw e;
        }
    }

    /** Instances whose process was killed outright are still taking memory: they go. */
    private void removeAbandoned() throws IOException {
        List<Path> ours;
        try (Stream<Path> entries = Files.list(root.resolve("instances"))) {
            ours = entries.filter(entry -> isAbandoned(entry.getFileName().toString()))
                    .toList();
        }
        for (Path folder : ours) {
            new TraceInstance(this, folder, folders).close();
        }
    }

    private boolean isAbandoned(String name) {
        return name.matches(PREFIX + "\\d{1,10}") && !Files.exists(proc.resolve(name.substring(PREFIX.length())));
    }
}
