// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/document_text.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace studio;
using namespace Qt::StringLiterals;

class TestTextEncoding : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    Result<DocumentText> read(const QByteArray &bytes, std::optional<TextEncoding> encoding = {}) const
    {
        QFile file(m_folder.filePath(u"a"_s));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) {
            return fail(ErrorCode::Unavailable, file.errorString());
        }
        file.close();
        return readDocument(file.fileName(), encoding);
    }

private Q_SLOTS:
    void a_file_is_read_and_written_as_it_was_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("encoding");
        QTest::newRow("UTF-8") << QByteArray("caf\xC3\xA9\r\n") << u"café\r\n"_s << u"UTF-8"_s;
        QTest::newRow("mark") << QByteArray("\xEF\xBB\xBF"
                                            "a\n")
                              << u"a\n"_s << u"UTF-8"_s;
        QTest::newRow("two marks") << QByteArray("\xEF\xBB\xBF\xEF\xBB\xBF"
                                                 "a")
                                   << u"\uFEFFa"_s << u"UTF-8"_s;
        QTest::newRow("UTF-16 LE") << QByteArray("\xFF\xFE"
                                                 "a\0\x3D\xD8\x00\xDE\n\0",
                                                 10)
                                   << u"a😀\n"_s << u"UTF-16 LE"_s;
        QTest::newRow("UTF-16 BE") << QByteArray("\xFE\xFF"
                                                 "\0a\0\r\0\n",
                                                 8)
                                   << u"a\r\n"_s << u"UTF-16 BE"_s;
        QTest::newRow("Latin-1") << QByteArray("caf\xE9 \xDF\n") << u"café ß\n"_s << u"Windows-1252"_s;
        QTest::newRow("Windows-1252") << QByteArray("\x80 \x93quoted\x94 \x81\n") << u"€ “quoted” \u0081\n"_s
                                      << u"Windows-1252"_s;
        QTest::newRow("cut UTF-8") << QByteArray("// \xE2\x82") << u"// â‚"_s << u"Windows-1252"_s;
        QTest::newRow("empty") << QByteArray() << QString() << u"UTF-8"_s;
    }

    void a_file_is_read_and_written_as_it_was()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, text);
        QFETCH(QString, encoding);
        const auto onDisk = read(bytes);
        QVERIFY2(onDisk.has_value(), onDisk ? "" : qPrintable(onDisk.error().message));
        QCOMPARE(onDisk->text(), text);
        QCOMPARE(encodingName(onDisk->encoding), encoding);
        QCOMPARE(encodeText(onDisk->text(), onDisk->encoding, onDisk->byteOrderMark), Result<QByteArray>(bytes));
    }

    void what_is_no_text_is_refused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("said");
        QTest::newRow("NUL") << QByteArray("a\0b", 3) << u"binary"_s;
        QTest::newRow("control characters") << QByteArray("PK\x03\x04\xFF\xEE") << u"binary"_s;
        QTest::newRow("half a unit") << QByteArray("\xFF\xFE"
                                                   "a\0b",
                                                   5)
                                     << u"not UTF-16 LE text"_s;
        QTest::newRow("half a pair") << QByteArray("\xFF\xFE"
                                                   "\x3D\xD8"
                                                   "a\0",
                                                   6)
                                     << u"not UTF-16 LE text"_s;
        QTest::newRow("UTF-32") << QByteArray("\xFF\xFE\0\0a\0\0\0", 8) << u"binary"_s;
    }

    void what_is_no_text_is_refused()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, said);
        const auto onDisk = read(bytes);
        QVERIFY(!onDisk.has_value());
        QVERIFY2(onDisk.error().message.contains(said), qPrintable(onDisk.error().message));
    }

    void an_encoding_may_be_asked_for()
    {
        QCOMPARE(read("\x93", TextEncoding::Latin1)->text(), u"\u0093"_s);
        QCOMPARE(read("\xC3\xA9", TextEncoding::Windows1252)->text(), u"Ã©"_s);
        QVERIFY(!read("\xE9", TextEncoding::Utf8).has_value());
        QCOMPARE(read(QByteArray("a\0", 2), TextEncoding::Utf16Le)->text(), u"a"_s);
    }

    void every_byte_is_a_character_of_the_encodings_of_one_byte()
    {
        QByteArray bytes;
        for (int byte = 1; byte < 256; ++byte) {
            bytes += static_cast<char>(byte < 0x20 ? 'a' : byte);
        }
        for (const TextEncoding encoding : {TextEncoding::Windows1252, TextEncoding::Latin1}) {
            const auto onDisk = read(bytes, encoding);
            QVERIFY(onDisk.has_value());
            QCOMPARE(onDisk->text().size(), bytes.size());
            QCOMPARE(encodeText(onDisk->text(), encoding, false), Result<QByteArray>(bytes));
        }
    }

    void a_character_that_the_encoding_has_not_is_named()
    {
        const auto bytes = encodeText(u"a\nb → 😀"_s, TextEncoding::Windows1252, false);
        QVERIFY(!bytes.has_value());
        QVERIFY2(bytes.error().message.contains(u"“→” in line 2 cannot be written in Windows-1252"_s),
                 qPrintable(bytes.error().message));
        QVERIFY(encodeText(u"😀"_s, TextEncoding::Latin1, false).error().message.contains(u"“😀” in line 1"_s));
        QVERIFY(!encodeText(u"“"_s, TextEncoding::Latin1, false).has_value());
        QVERIFY(encodeText(u"“→😀"_s, TextEncoding::Utf16Be, true).has_value());
    }
};

QTEST_GUILESS_MAIN(TestTextEncoding)
#include "tst_text_encoding.moc"
