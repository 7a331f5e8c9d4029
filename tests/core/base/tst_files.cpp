// SPDX-License-Identifier: GPL-3.0-or-later
// What is said of a file that cannot be read, as the studio's own are.
#include "core/base/files.h"

#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

using namespace studio;

class TestFiles : public QObject
{
    Q_OBJECT

    QTemporaryDir m_home;

    [[nodiscard]] QByteArray place(const char *name) const
    {
        return QFile::encodeName(m_home.filePath(QString::fromLatin1(name)));
    }

private Q_SLOTS:
    void initTestCase()
    {
        QFile file(QFile::decodeName(place("file")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("12345") == 5);
        QVERIFY(::mkdir(place("folder").constData(), 0700) == 0);
        QVERIFY(::mkfifo(place("pipe").constData(), 0600) == 0);
        QVERIFY(::symlink("loop", place("loop").constData()) == 0);
        QVERIFY(::symlink("/dev/zero", place("device").constData()) == 0);
        QVERIFY(::symlink("file", place("link").constData()) == 0);
        sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
        qstrncpy(address.sun_path, place("socket").constData(), sizeof address.sun_path);
        const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        QVERIFY(::bind(socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0);
        ::close(socket);
    }

    void what_cannot_be_read_says_why_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QString>("reason");
        QTest::addColumn<ErrorCode>("code");
        const auto row = [](const char *name, const char *reason, ErrorCode code) {
            QTest::newRow(name) << QByteArray(name) << QString::fromLatin1(reason) << code;
        };
        row("folder", "is not a regular file", ErrorCode::InvalidArgument);
        row("pipe", "is not a regular file", ErrorCode::InvalidArgument);
        row("device", "is not a regular file", ErrorCode::InvalidArgument);
        row("loop", "Too many levels of symbolic links", ErrorCode::InvalidArgument);
        row("socket", "No such device or address", ErrorCode::Unavailable);
        row("file/below", "Not a directory", ErrorCode::Unavailable);
    }
    void what_cannot_be_read_says_why()
    {
        QFETCH(QByteArray, name);
        QFETCH(QString, reason);
        QFETCH(ErrorCode, code);
        const QString path = QFile::decodeName(place(name.constData()));
        const auto read = readRegularFile(path, 100);
        QVERIFY(!read);
        QVERIFY2(read.error().message.contains(path) && read.error().message.contains(reason),
                 qPrintable(read.error().message));
        QCOMPARE(read.error().code, code);
        QFile file;
        const auto opened = openRegularFile(file, path);
        QVERIFY(!opened);
        QCOMPARE(opened.error().message, read.error().message);
        QVERIFY(!file.isOpen());
    }

    void too_many_open_files_are_no_other_kind_of_file()
    {
        rlimit before{};
        QVERIFY(::getrlimit(RLIMIT_NOFILE, &before) == 0);
        const rlimit none{0, before.rlim_max};
        QVERIFY(::setrlimit(RLIMIT_NOFILE, &none) == 0);
        const auto read = readRegularFile(QFile::decodeName(place("file")), 100);
        QVERIFY(::setrlimit(RLIMIT_NOFILE, &before) == 0);
        QVERIFY(!read);
        QVERIFY2(read.error().message.contains(QLatin1String("Too many open files")), qPrintable(read.error().message));
    }

    void what_can_be_read_is_read()
    {
        for (const char *name : {"file", "link"}) {
            const QString path = QFile::decodeName(place(name));
            QCOMPARE(readRegularFile(path, 5).value_or(std::nullopt), QByteArray("12345"));
            QVERIFY(!readRegularFile(path, 4));
            QFile file;
            QVERIFY(openRegularFile(file, path));
            QCOMPARE(file.readAll(), "12345");
        }
        QCOMPARE(readRegularFile(QFile::decodeName(place("absent")), 5).value_or(QByteArray("an error")), std::nullopt);
        QFile absent;
        const auto opened = openRegularFile(absent, QFile::decodeName(place("absent")));
        QVERIFY(!opened && opened.error().message.contains(QLatin1String("does not exist")));
    }

    /// It has some 100 KiB, and says 0.
    void a_file_that_says_it_is_empty_is_read_whole()
    {
        const auto maps = readRegularFile(QStringLiteral("/proc/self/maps"), 16 << 20).value_or(std::nullopt);
        QVERIFY(maps && maps->size() > 10'000);
        QVERIFY(maps->endsWith("\n") && maps->contains("[stack]"));
        QVERIFY(!readRegularFile(QStringLiteral("/proc/self/maps"), 10'000));
    }
};

QTEST_GUILESS_MAIN(TestFiles)
#include "tst_files.moc"
