// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a file that the studio keeps for itself; the first byte says which. Reading it ends, and one that is
// damaged is no longer there.
#include "core/base/file_lock.h"
#include "core/base/notices.h"
#include "core/base/private_json.h"
#include "core/compiler/sync_state.h"
#include "core/gateway/token.h"
#include "core/local/process_lease.h"
#include "core/remote/remote_list.h"
#include "core/source/pack_cache.h"
#include "core/toolchain/answers.h"
#include "core/workspace/recovery.h"
#include "tests/fuzz/expect.h"
#include "ui/shell/window_memory.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <cstdint>

using namespace studio;

namespace {

bool put(const QString &path, QByteArrayView content)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(content.data(), content.size()) == content.size();
}

struct Home
{
    Home()
    {
        setNoticeReporter([this](const QString &, NoticeKind) { ++said; });
        QDir(folder.path()).mkpath(QStringLiteral("running"));
        gatewayLock = FileLock::tryLock(at("gateway.lock")).value_or(nullptr);
        runningLock = FileLock::tryLock(at("running/one")).value_or(nullptr);
    }
    [[nodiscard]] QString at(const char *name) const { return folder.filePath(QLatin1String(name)); }

    QTemporaryDir folder;
    std::unique_ptr<FileLock> gatewayLock;
    std::unique_ptr<FileLock> runningLock;
    int said = 0;
};

const QString source = QStringLiteral("/project/src/lib.rs");

void readOne(const Home &home, unsigned which, const QByteArray &content)
{
    switch (which) {
    case 0: {
        const WindowMemory memory = readMemory(home.at("file"));
        writeMemory(home.at("file"), memory);
        FUZZ_EXPECT(readMemory(home.at("file")) == memory);
        break;
    }
    case 1: {
        const auto state = compiler::readState(home.at("file"));
        FUZZ_EXPECT(compiler::writeState(home.at("file"), state).has_value());
        FUZZ_EXPECT(compiler::readState(home.at("file")) == state);
        break;
    }
    case 2:
        if (const auto profiles = readRemoteList(home.at("file"))) {
            FUZZ_EXPECT(writeRemoteList(home.at("file"), *profiles).has_value());
            FUZZ_EXPECT(readRemoteList(home.at("file")) == profiles);
        }
        break;
    case 3:
        (void)lastPackedHash(home.folder.path(), home.folder.path());
        break;
    case 4:
        if (const auto port = runningGateway(home.folder.path())) {
            FUZZ_EXPECT(*port > 0);
        }
        break;
    case 5:
        for (const int count : ProcessLease::instances(home.folder.path())) {
            FUZZ_EXPECT(count >= 0);
        }
        break;
    case 6:
        FUZZ_EXPECT(gatewayToken(home.folder.path()).value_or(QByteArray()).size() == 64);
        break;
    case 7: { // text that was typed: whatever it is, it comes back as it was
        Recovery recovery(home.at("recovery"));
        const auto copy = recovery.take(source);
        FUZZ_EXPECT(copy && copy->text == content);
        FUZZ_EXPECT(recovery.keep(source, content).has_value());
        const auto again = recovery.take(source);
        FUZZ_EXPECT(again && again->text == content);
        break;
    }
    default: {
        const auto answers = toolchain::readAnswers(home.at("file"));
        toolchain::writeAnswers(home.at("file"), answers);
        FUZZ_EXPECT(toolchain::readAnswers(home.at("file")) == answers);
        break;
    }
    }
}

QString nameOf(const Home &home, unsigned which)
{
    if (which == 3) {
        static const QString packed = [&] {
            TreeStamp stamp;
            stamp.settled = true;
            storePacked(home.folder.path(), home.folder.path(), {stamp, QByteArray(64, 'a'), {}});
            const QDir folder(home.at("packed"));
            return folder.filePath(folder.entryList(QDir::Files).value(0));
        }();
        return packed;
    }
    if (which == 7) {
        static const QString copy = [&] {
            const Recovery recovery(home.at("recovery"));
            FUZZ_EXPECT(recovery.keep(source, "x").has_value());
            const QDir folder(home.at("recovery/0"));
            return folder.filePath(folder.entryList({QStringLiteral("*[0-9a-f]")}, QDir::Files).value(0));
        }();
        return copy;
    }
    return home.at(which == 4   ? "gateway.json"
                   : which == 5 ? "running/one.json"
                   : which == 6 ? "gateway-token"
                                : "file");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static Home home;
    if (size == 0) {
        return 0;
    }
    constexpr unsigned kinds = 9;
    const unsigned which = data[0] % kinds;
    const QString path = nameOf(home, which);
    const QByteArrayView content(reinterpret_cast<const char *>(data + 1), static_cast<qsizetype>(size - 1));
    FUZZ_EXPECT(put(path, content));
    home.said = 0;
    readOne(home, which, content.toByteArray());
    FUZZ_EXPECT(home.said <= (which == 0 ? 2 : 1)); // that the window's memory is a newer one is said at each read
    QDir folder(QFileInfo(path).path());
    for (const QString &aside : folder.entryList({QStringLiteral("*.damaged-*")}, QDir::Files)) {
        folder.remove(aside);
    }
    QFile::remove(path);
    return 0;
}
