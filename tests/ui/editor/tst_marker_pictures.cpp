// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/code_editor.h"
#include "ui/editor/marker_pictures.h"
#include "ui/syntax/read_syntaxes.h"

#include <QPainter>
#include <QTest>

using namespace studio;

/// Run at the factors 1, 1.5 and 2.
class TestMarkerPictures : public QObject
{
    Q_OBJECT

    static constexpr int margin = 3;
    static constexpr int marker = 20;

    std::shared_ptr<Syntaxes> m_syntaxes = readSyntaxes(thread()).result();

    /// Of what is red, in pixels of the picture.
    static QRect redArea(const QImage &image)
    {
        QRect area;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                if (image.pixelColor(x, y) == QColor(Qt::red)) {
                    area |= QRect(x, y, 1, 1);
                }
            }
        }
        return area;
    }

private Q_SLOTS:
    void a_picture_has_its_size_at_every_scale()
    {
        CodeEditor editor(m_syntaxes.get(), QStringLiteral("a.txt"));
        editor.setText(QStringLiteral("one\ntwo\nthree\n"));
        editor.setMargins(margin + 1);
        editor.setMarginType(margin, QsciScintilla::SymbolMargin);
        editor.setMarginMarkerMask(margin, 1 << marker);
        editor.setMarginWidth(margin, MarkerPictures::size + 2);
        auto *const pictures = new MarkerPictures(&editor, margin);
        pictures->set(marker, [](QPainter &painter) {
            painter.setRenderHint(QPainter::Antialiasing, false);
            painter.fillRect(0, 0, MarkerPictures::size, MarkerPictures::size, Qt::red);
        });
        editor.resize(400, 200);
        editor.show();
        QVERIFY(QTest::qWaitForWindowExposed(&editor));
        const int handle = editor.markerAdd(1, marker);
        const QImage image = editor.viewport()->grab().toImage();
        const qreal ratio = image.devicePixelRatio();
        QCOMPARE(ratio, qEnvironmentVariable("QT_SCALE_FACTOR", QStringLiteral("1")).toDouble());
        const QRect red = redArea(image);
        const QRect place = editor.marginArea(margin, 1);
        QVERIFY2(qAbs(red.width() - MarkerPictures::size * ratio) <= 1, qPrintable(QString::number(red.width())));
        QVERIFY2(qAbs(red.height() - MarkerPictures::size * ratio) <= 1, qPrintable(QString::number(red.height())));
        QVERIFY((QPointF(red.center()) / ratio - QPointF(place.center())).manhattanLength() <= 2);
        editor.markerDeleteHandle(handle);
        QVERIFY(redArea(editor.viewport()->grab().toImage()).isNull());
    }
};

QTEST_MAIN(TestMarkerPictures)

#include "tst_marker_pictures.moc"
