// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/held_file.h"
#include "core/base/uuid7.h"
#include "core/gateway/token.h"

#include <QDir>
#include <QFile>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <mutex>
#include <sys/stat.h>
#include <thread>
#include <vector>

using namespace studio;

namespace {

unsigned modeOf(const QString &file)
{
    struct stat status = {};
    return ::stat(QFile::encodeName(file).constData(), &status) == 0 ? status.st_mode & 0777 : 0;
}

} // namespace

class TestToken : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void it_is_made_once_and_for_the_user_alone()
    {
        const QTemporaryDir folder;
        const QString config = folder.filePath(QStringLiteral("new/config"));
        const auto token = gatewayToken(config);
        QVERIFY(token);
        QCOMPARE(token->size(), 64);
        QCOMPARE(modeOf(gatewayTokenFile(config)), 0600U);
        QCOMPARE(gatewayToken(config), token);
        QVERIFY(gatewayToken(folder.filePath(QStringLiteral("other"))) != token);
    }

    void a_file_that_others_may_read_is_closed_to_them()
    {
        const QTemporaryDir folder;
        const auto token = gatewayToken(folder.path());
        QVERIFY(::chmod(QFile::encodeName(gatewayTokenFile(folder.path())).constData(), 0644) == 0);
        QCOMPARE(gatewayToken(folder.path()), token);
        QCOMPARE(modeOf(gatewayTokenFile(folder.path())), 0600U);
    }

    void the_folder_is_closed_to_others_and_leftovers_are_swept()
    {
        const QTemporaryDir folder;
        QVERIFY(::chmod(QFile::encodeName(folder.path()).constData(), 0755) == 0);
        const auto beside = [&](const QString &end) { return gatewayTokenFile(folder.path()) + u'.' + end; };
        for (const QString &path : {beside(uuid7()), beside(QStringLiteral("damaged-20250101-000000"))}) {
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly));
        }
        const HeldFile inUse(folder.path(), QStringLiteral("gateway-token."), 0600);
        QVERIFY(gatewayToken(folder.path()));
        QCOMPARE(modeOf(folder.path()), 0700U);
        // What was set aside stays, and so does what another process is about to link.
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 3);
        QVERIFY(QFile::exists(QFile::decodeName(inUse.path())));
    }

    void one_that_was_cut_short_is_made_again()
    {
        const QTemporaryDir folder;
        QFile file(gatewayTokenFile(folder.path()));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("abc") == 3);
        file.close();
        QCOMPARE(gatewayToken(folder.path()).value().size(), 64);
    }

    void those_that_start_at_once_agree()
    {
        const QTemporaryDir folder;
        QSet<QByteArray> tokens;
        std::mutex mutex;
        {
            std::vector<std::jthread> threads;
            for (int i = 0; i < 8; ++i) {
                threads.emplace_back([&] {
                    const auto token = gatewayToken(folder.path());
                    const std::lock_guard lock(mutex);
                    tokens.insert(token.value_or("failed"));
                });
            }
        }
        QCOMPARE(tokens.size(), 1);
        QCOMPARE(tokens.begin()->size(), 64);
    }

    void a_folder_that_cannot_be_written_is_named()
    {
        const auto token = gatewayToken(QStringLiteral("/proc/nowhere"));
        QVERIFY(!token);
        QVERIFY(token.error().message.contains(QStringLiteral("/proc/nowhere")));
    }

    void a_gateway_is_found_as_long_as_it_is_there()
    {
        const QTemporaryDir folder;
        QVERIFY(!runningGateway(folder.path()));
        {
            const GatewayLockfile first(folder.path(), 4711);
            QVERIFY(first.isShown());
            const GatewayLockfile second(folder.path(), 4712);
            QVERIFY(!second.isShown());
            QCOMPARE(runningGateway(folder.path()), std::optional<quint16>(4711));
        }
        QVERIFY(!runningGateway(folder.path()));
    }

    void what_a_killed_one_left_is_no_gateway()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("gateway.json")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(R"({"port": 4711})") > 0);
        file.close();
        QFile lock(folder.filePath(QStringLiteral("gateway.lock")));
        QVERIFY(lock.open(QIODevice::WriteOnly));
        QVERIFY(!runningGateway(folder.path()));
    }
};

QTEST_GUILESS_MAIN(TestToken)
#include "tst_token.moc"
