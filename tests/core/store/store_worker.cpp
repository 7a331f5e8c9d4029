// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/draft.h"
#include "core/model/version.h"
#include "core/store/store.h"
#include "tests/core/store/store_helpers.h"

#include <QCoreApplication>
#include <QTextStream>
#include <QThread>

#include <csignal>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>

using namespace studio;

namespace {

/// Errors are told on the way out, so that the test can read them.
int report(const Error &error)
{
    QTextStream(stdout) << errorCodeName(error.code) << ": " << error.message << Qt::endl;
    return 1;
}

/// While it lives, no file of this process may grow beyond so many bytes: the disk is full then, as far as it can tell.
class Starved
{
public:
    explicit Starved(rlim_t most)
    {
        ::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit limit{most, m_before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~Starved() { ::setrlimit(RLIMIT_FSIZE, &m_before); }
    Starved(const Starved &) = delete;
    Starved &operator=(const Starved &) = delete;

private:
    rlimit m_before{};
};

/// One round of the life of the code, with bytes that nobody else writes; `size` of them.
Result<Version> publishOnce(Store &store, const QString &scratch, const QByteArray &tag, int size,
                            rlim_t most = RLIM_INFINITY)
{
    const QByteArray code = "code " + tag + QByteArray(size, 'c');
    const QByteArray artifact = "artifact of " + made::hash(code) + QByteArray(size, 'a');
    const QString codeFile = made::file(scratch + QStringLiteral("/code"), code);
    const QString artifactFile = made::file(scratch + QStringLiteral("/artifact"), artifact);
    const Starved starved(most);
    return store.saveDraft(made::hello, codeFile, made::hash(code))
        .and_then([&](const Draft &draft) {
            return store.compileStarted(made::hello, draft.codeHash, QString::fromLatin1(tag));
        })
        .and_then([&](const Draft &draft) {
            return store.compileFinished(made::hello, draft.codeHash, artifactFile, RustTarget::Native,
                                         QStringLiteral("1.93.0"));
        })
        .and_then([&](const Draft &) { return store.publish(made::hello, QString::fromLatin1(tag)); });
}

int publishForEver(Store &store, const QString &scratch, const QByteArray &tag, int size, rlim_t most)
{
    for (int round = 0;; ++round) {
        const auto version = publishOnce(store, scratch, tag + ' ' + QByteArray::number(round), size, most);
        if (!version) {
            return report(version.error());
        }
        // What has been said to be published must be there after any kill.
        QTextStream(stdout) << version->number << Qt::endl;
    }
}

/// Crowds make and update apps of their own and one in common.
int crowd(Store &store, const QString &tag, int rounds)
{
    for (int round = 0; round < rounds; ++round) {
        App app;
        app.id = {QStringLiteral("org"), QStringLiteral("%1-%2").arg(tag).arg(round)};
        if (const auto created = store.createApp(app); !created) {
            return report(created.error());
        }
        const auto version = store.publish(made::hello, tag);
        if (!version) {
            return report(version.error());
        }
    }
    return 0;
}

/// The folder, read-only for this process alone.
bool mountReadOnly(const QString &folder)
{
    const QByteArray path = folder.toUtf8();
    const bool asRoot = ::unshare(CLONE_NEWNS) == 0 || ::unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0;
    return asRoot && ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
           ::mount(path.constData(), path.constData(), nullptr, MS_BIND, nullptr) == 0 &&
           ::mount(nullptr, path.constData(), nullptr, MS_BIND | MS_REMOUNT | MS_RDONLY, nullptr) == 0;
}

/// Tries to publish on a disk that has become read-only.
int writeReadOnly(const QString &folder, const QString &scratch)
{
    if (!mountReadOnly(folder)) {
        return 77;
    }
    const auto store = Store::open(folder);
    if (!store) {
        return report(store.error());
    }
    const auto version = publishOnce(**store, scratch, "tag", 1);
    return version ? 0 : report(version.error());
}

/// A small disk of our own over the folder, that nobody else sees and that is gone with this process.
bool mountSmallDisk(const QString &folder)
{
    const bool asRoot = ::unshare(CLONE_NEWNS) == 0 || ::unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0;
    return asRoot && ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
           ::mount("tmpfs", folder.toUtf8().constData(), "tmpfs", 0, "size=2m") == 0;
}

Result<int> wholeVersions(const Store &store)
{
    const auto versions = store.versions(made::hello, 100'000);
    if (!versions) {
        return std::unexpected(versions.error());
    }
    for (const Version &version : *versions) {
        for (const QByteArray &hash : {version.codeHash, version.artifactHash}) {
            if (const auto blob = store.blob(hash); !blob) {
                return std::unexpected(blob.error());
            }
        }
    }
    return static_cast<int>(versions->size());
}

/// Publishes until the disk is full, says how that was told, looks whether everything is still there, makes room and
/// goes on. Exit code 77: there may be no disk of our own here.
int fillDisk(const QString &folder, const QString &scratch, int size)
{
    if (!mountSmallDisk(folder)) {
        return 77;
    }
    const QString ballast = made::file(folder + QStringLiteral("/ballast"), QByteArray(500'000, 'b'));
    auto store = Store::open(folder);
    App app;
    app.id = made::hello;
    int published = 0;
    if (!store || !(*store)->createApp(app)) {
        return 2;
    }
    for (;; ++published) {
        const auto version = publishOnce(**store, scratch, QByteArray::number(published), size);
        if (!version) {
            report(version.error());
            break;
        }
    }
    *store = nullptr;
    QFile::remove(ballast);
    store = Store::open(folder);
    const auto whole = store.and_then([](const auto &opened) { return wholeVersions(*opened); });
    const auto next = store.and_then([&](const auto &opened) { return publishOnce(*opened, scratch, "more", size); });
    for (const auto &error : {whole ? Error() : whole.error(), next ? Error() : next.error()}) {
        if (!error.message.isEmpty()) {
            return report(error);
        }
    }
    const bool kept = *whole == published && next->number == published + 1;
    QTextStream(stdout) << (kept ? "kept" : "lost") << Qt::endl;
    return 0;
}

/// Takes away whatever nothing refers to, however young, until it is killed.
int collectForEver(Store &store)
{
    QTextStream(stdout) << "ready" << Qt::endl;
    for (;;) {
        if (const auto collected = store.collectGarbage(std::chrono::seconds(0)); !collected) {
            return report(collected.error());
        }
        QThread::msleep(3); // fixed wait: others are to come to write in between
    }
}

} // namespace

/// store_worker publish STORE SCRATCH TAG SIZE [MOST-BYTES-PER-FILE] | crowd STORE TAG ROUNDS |
/// fill FOLDER SCRATCH SIZE | read-only STORE SCRATCH | collect STORE
int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = application.arguments();
    if (arguments.value(1) == QLatin1String("fill")) {
        return fillDisk(arguments.value(2), arguments.value(3), arguments.value(4).toInt());
    }
    if (arguments.value(1) == QLatin1String("read-only")) {
        return writeReadOnly(arguments.value(2), arguments.value(3));
    }
    const auto store = Store::open(arguments.value(2));
    if (!store) {
        return report(store.error());
    }
    if (arguments.value(1) == QLatin1String("crowd")) {
        return crowd(**store, arguments.value(3), arguments.value(4).toInt());
    }
    if (arguments.value(1) == QLatin1String("collect")) {
        return collectForEver(**store);
    }
    const rlim_t most = arguments.size() > 6 ? arguments.at(6).toULongLong() : RLIM_INFINITY;
    return publishForEver(**store, arguments.value(3), arguments.value(4).toLatin1(), arguments.value(5).toInt(), most);
}
