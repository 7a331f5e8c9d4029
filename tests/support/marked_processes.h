// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDir>
#include <QFile>
#include <QList>
#include <QUuid>

#include <chrono>
#include <csignal>
#include <thread>

namespace studio::test {

/// A word that nothing else has: given to a process as an argument or in its environment, it tells what belongs to a
/// test, whatever its name, number, parent or session.
inline QByteArray newMark()
{
    return "mark-" + QUuid::createUuid().toByteArray(QUuid::Id128);
}

inline QByteArray readWhole(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The processes, this one aside, that have the mark among their arguments or in the environment they began with.
/// Those that have ended and are not reaped yet have neither.
inline QList<pid_t> markedProcesses(const QByteArray &mark)
{
    QList<pid_t> found;
    for (const QString &entry : QDir(QStringLiteral("/proc")).entryList(QDir::Dirs)) {
        const int pid = entry.toInt();
        const QString folder = QStringLiteral("/proc/") + entry;
        if (pid > 0 && pid != ::getpid() &&
            (readWhole(folder + QStringLiteral("/cmdline")).contains(mark) ||
             readWhole(folder + QStringLiteral("/environ")).contains(mark))) {
            found.append(pid);
        }
    }
    return found;
}

/// What is to be read when processes are left.
inline QByteArray described(const QList<pid_t> &processes)
{
    QByteArray text;
    for (const pid_t pid : processes) {
        QByteArray line = readWhole(QStringLiteral("/proc/%1/cmdline").arg(pid));
        text += QByteArray::number(pid) + ": " + line.replace('\0', ' ').left(200) + '\n';
    }
    return text;
}

/// Whether all of them have ended, within half a minute. Looks several times: a process that is executing a program
/// just then has no environment to be seen by, and is there again a moment later.
inline bool haveEnded(const QByteArray &mark)
{
    using namespace std::chrono_literals;
    const auto deadline = std::chrono::steady_clock::now() + 30s;
    for (int quiet = 0; quiet < 4;) {
        if (quiet = markedProcesses(mark).isEmpty() ? quiet + 1 : 0; quiet == 0) {
            if (std::chrono::steady_clock::now() > deadline) {
                return false;
            }
        }
        std::this_thread::sleep_for(5ms); // fixed wait: between two looks
    }
    return true;
}

/// Kills a program and its supervisors all at once, so that none of them can end what the others have started. How
/// many that were. None for a program that does not run, whose number would be that of every process around this test.
inline qsizetype killWithSupervisors(pid_t program)
{
    if (program <= 0) {
        return 0;
    }
    QList<pid_t> all{program};
    for (qsizetype before = 0; before != all.size();) {
        before = all.size();
        for (const QString &entry : QDir(QStringLiteral("/proc")).entryList(QDir::Dirs)) {
            const QString folder = QStringLiteral("/proc/") + entry;
            const QByteArray parent = readWhole(folder + QStringLiteral("/stat")).split(' ').value(3);
            if (readWhole(folder + QStringLiteral("/cmdline")).contains("ignite-supervisor") &&
                all.contains(parent.toInt()) && !all.contains(entry.toInt())) {
                all.append(entry.toInt());
            }
        }
    }
    for (const int number : {SIGSTOP, SIGKILL}) { // none of them runs on when the first one ends
        for (const pid_t pid : std::as_const(all)) {
            ::kill(pid, number);
        }
    }
    return all.size();
}

/// For the end of a test that failed.
inline void endMarked(const QByteArray &mark)
{
    for (const pid_t pid : markedProcesses(mark)) {
        ::kill(pid, SIGKILL);
    }
}

} // namespace studio::test
