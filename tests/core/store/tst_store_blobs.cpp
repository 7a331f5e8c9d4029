// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/held_file.h"
#include "core/base/uuid7.h"
#include "tests/core/store/store_fixture.h"

#include <QDir>
#include <QProcess>
#include <QTest>

#include <array>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/xattr.h>

using namespace studio;
using namespace Qt::StringLiterals;
using made::hello;

class TestStoreBlobs : public StoreFixture
{
    Q_OBJECT

private Q_SLOTS:
    void an_artifact_can_be_executed_as_it_lies()
    {
        QVERIFY(save("code"));
        const auto draft = compile("code", "#!/bin/sh\necho ran\n");
        const auto program = m_store->blob(draft->artifactHash);
        QVERIFY2(program, made::why(program));
        QProcess process;
        process.start(*program, QStringList());
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.readAllStandardOutput(), "ran\n");
        QVERIFY(!QFileInfo(*m_store->blob(draft->codeHash)).isExecutable());
        QVERIFY(compile("code", "component", RustTarget::Wasm));
        QVERIFY(!QFileInfo(*m_store->blob(m_store->draft(hello)->artifactHash)).isExecutable());
    }

    void a_damaged_blob_is_named_and_the_rest_goes_on()
    {
        QVERIFY(publishNew("one"));
        QVERIFY(publishNew("two"));
        const QString damaged = blobFile("artifact of one");
        QVERIFY(m_store->blob(made::hash("artifact of one"))); // read before, so the time alone must tell
        QVERIFY(made::file(damaged, "artifact of ONE").size() > 0);
        const auto blob = m_store->blob(made::hash("artifact of one"));
        QVERIFY(!blob);
        QCOMPARE(blob.error().code, ErrorCode::Internal);
        QCOMPARE(blob.error().message,
                 QStringLiteral("The file %1 is damaged: its content does not match its checksum.").arg(damaged));
        QVERIFY(m_store->blob(made::hash("artifact of two")));
        QVERIFY(m_store->blob(made::hash("one")));
    }

    void what_stands_in_a_blobs_place_is_not_waited_for()
    {
        QVERIFY(publishNew("one"));
        const QString place = blobFile("artifact of one");
        QVERIFY(QFile::remove(place));
        QCOMPARE(::mkfifo(QFile::encodeName(place).constData(), 0600), 0);
        const auto blob = m_store->blob(made::hash("artifact of one"));
        QVERIFY(!blob);
        QCOMPARE(blob.error().message,
                 QStringLiteral("The file %1 is damaged: it is not a regular file any more.").arg(place));
        const auto put = m_store->saveDraft(hello, place, made::hash("artifact of one"));
        QVERIFY(!put);
    }

    /// Reading so much would take minutes: what cannot be whole is not read.
    void a_blob_that_is_too_large_is_not_read()
    {
        QVERIFY(save("one"));
        const QString place = blobFile("one");
        QCOMPARE(::truncate(QFile::encodeName(place).constData(), 64LL << 30), 0);
        const auto blob = m_store->blob(made::hash("one"));
        QVERIFY(!blob);
        QCOMPARE(blob.error().message,
                 QStringLiteral("The file %1 is damaged: it is larger than any that the store keeps.").arg(place));
        QVERIFY(save("one")); // mends it
        QVERIFY(m_store->blob(made::hash("one")));
        QVERIFY(save("two"));
        QCOMPARE(::truncate(QFile::encodeName(blobFile("two")).constData(), 100), 0); // likely, and wrong
        QVERIFY(save("two"));
        QVERIFY(m_store->blob(made::hash("two")));
    }

    void a_file_that_is_too_large_is_refused()
    {
        QTemporaryDir place;
        const QString large = place.filePath(u"large"_s);
        QVERIFY(!made::file(large, "x").isEmpty());
        QCOMPARE(::truncate(QFile::encodeName(large).constData(), 64LL << 30), 0);
        QVERIFY(save("one"));
        const auto put = m_store->saveDraft(hello, large, made::hash("large"));
        QVERIFY(!put);
        QCOMPARE(put.error().code, ErrorCode::ResourceExhausted);
    }

    void what_was_whole_today_is_not_read_again()
    {
        QVERIFY(save("one"));
        QVERIFY(m_store->blob(made::hash("one")));
        const QByteArray path = QFile::encodeName(blobFile("one"));
        std::array<char, 128> note{};
        const auto length = ::getxattr(path.constData(), "user.ignite.whole", note.data(), note.size());
        if (length < 0) {
            QSKIP("no extended attributes here, so every process reads for itself");
        }
        // Other bytes, but nothing that tells: believed today, found out tomorrow.
        struct stat before{};
        QCOMPARE(::stat(path.constData(), &before), 0);
        {
            QFile file(blobFile("one"));
            QVERIFY(file.open(QIODevice::ReadWrite) && file.write("onE") == 3);
        }
        const std::array<timespec, 2> times{before.st_atim, before.st_mtim};
        QCOMPARE(::utimensat(AT_FDCWD, path.constData(), times.data(), 0), 0);
        reopen();
        QVERIFY(m_store->blob(made::hash("one")));
        QByteArrayList words = QByteArray(note.data(), length).split(' ');
        words[3] = QByteArray::number(words[3].toLongLong() - 25 * 3'600);
        const QByteArray old = words.join(' ');
        QCOMPARE(::setxattr(path.constData(), "user.ignite.whole", old.constData(), size_t(old.size()), 0), 0);
        reopen();
        QCOMPARE(m_store->blob(made::hash("one")).error().code, ErrorCode::Internal);
    }

    void saving_again_mends_a_damaged_blob()
    {
        QVERIFY(save("one"));
        QVERIFY(made::file(blobFile("one"), "oneone").size() > 0);
        QVERIFY(!m_store->blob(made::hash("one")));
        QVERIFY(save("one"));
        QCOMPARE(made::content(*m_store->blob(made::hash("one"))), "one");
    }

    void a_draft_whose_artifact_is_damaged_is_not_published()
    {
        QVERIFY(publishNew("one"));
        QVERIFY(save("two"));
        QVERIFY(compile("two", "artifact"));
        QVERIFY(made::file(blobFile("artifact"), "arteFact").size() > 0);
        const auto version = m_store->publish(hello, {});
        QVERIFY(!version);
        QCOMPARE(version.error().code, ErrorCode::Internal);
        QVERIFY(version.error().message.contains(blobFile("artifact")));
        QCOMPARE(m_store->app(hello)->activeVersion, 1);
    }

    void a_lost_blob_is_named_data()
    {
        QTest::addColumn<QByteArray>("hash");
        QTest::newRow("unknown") << QByteArray(64, 'a');
        QTest::newRow("not a hash") << QByteArray("../../../etc/passwd");
        QTest::newRow("empty") << QByteArray();
    }
    void a_lost_blob_is_named()
    {
        QFETCH(QByteArray, hash);
        const auto blob = m_store->blob(hash);
        QVERIFY(!blob);
        QCOMPARE(blob.error().code, ErrorCode::NotFound);
    }

    void an_unchanged_save_writes_no_second_file()
    {
        QVERIFY(save("one"));
        const QByteArray kept = blobFile("one").toUtf8();
        struct stat before{};
        struct stat after{};
        QCOMPARE(::stat(kept.constData(), &before), 0);
        QVERIFY(save("one"));
        QCOMPARE(::stat(kept.constData(), &after), 0);
        QCOMPARE(after.st_ino, before.st_ino);
        QCOMPARE(QDir(folder() + u"/blobs/.new"_s).count(), 2); // . and ..
    }

    void what_a_killed_process_left_is_swept()
    {
        QVERIFY(save("one"));
        const QString left = made::file(folder() + u"/blobs/.new/"_s + uuid7(), "x");
        const QString note = made::file(folder() + u"/blobs/.history-"_s + uuid7(), "x");
        const HeldFile inUse(folder() + u"/blobs/.new"_s, {}, 0600);
        QVERIFY(inUse.isOpen());
        reopen();
        QVERIFY(!QFileInfo::exists(left));
        QVERIFY(!QFileInfo::exists(note));
        QVERIFY(QFileInfo::exists(QFile::decodeName(inUse.path())));
        QVERIFY(QFileInfo::exists(folder() + u"/blobs/.history"_s));
    }

    void others_cannot_look_in()
    {
        QCOMPARE(QFileInfo(folder()).permissions() & (QFile::ReadGroup | QFile::ReadOther | QFile::ExeOther),
                 QFile::Permissions());
    }
};

QTEST_GUILESS_MAIN(TestStoreBlobs)
#include "tst_store_blobs.moc"
