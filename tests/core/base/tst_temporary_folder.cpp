// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/temporary_folder.h"

#include <QFileInfo>
#include <QTest>

using namespace studio;
using namespace Qt::StringLiterals;

class TestTemporaryFolder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void it_is_there_and_goes_with_the_value()
    {
        QTemporaryDir around;
        QString path;
        {
            const auto folder = makeTemporaryFolder(around.filePath(u"a-XXXXXX"_s));
            QVERIFY(folder.has_value());
            path = (*folder)->path();
            QVERIFY(QFileInfo(path).isDir() && path.startsWith(around.filePath(u"a-"_s)));
        }
        QVERIFY(!QFileInfo::exists(path));
        QVERIFY(QFileInfo((*makeTemporaryFolder())->path()).isAbsolute());
    }

    /// Its path would be empty, and what is written in it would land in the root of the file system.
    void where_it_cannot_be_made_that_is_an_error()
    {
        const auto none = makeTemporaryFolder(u"/no/such/folder/a-XXXXXX"_s);
        QVERIFY(!none);
        QCOMPARE(none.error().code, ErrorCode::Unavailable);
        QVERIFY2(none.error().message.contains(u"/no/such/folder: it does not exist"_s),
                 qPrintable(none.error().message));
    }
};

QTEST_APPLESS_MAIN(TestTemporaryFolder)
#include "tst_temporary_folder.moc"
