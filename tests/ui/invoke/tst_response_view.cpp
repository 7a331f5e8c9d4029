// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/theme.h"
#include "ui/invoke/response_view.h"

#include <QLabel>
#include <QTest>

using namespace studio;

class TestResponseView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void another_theme_colours_what_is_shown()
    {
        ResponseView view;
        view.show();
        Invocation answered;
        answered.response = {.status = 200, .reason = "OK", .headers = {}, .body = "{}"};
        view.setInvocation(answered);
        const auto colour = [&view] {
            for (const QLabel *label : view.findChildren<QLabel *>()) {
                if (label->text() == QLatin1String("200 OK")) {
                    return label->palette().color(QPalette::WindowText);
                }
            }
            return QColor();
        };
        for (const bool dark : {true, false, true}) {
            Theme::apply(dark);
            QTRY_COMPARE(colour(), Theme::current().success);
        }
    }
};

QTEST_MAIN(TestResponseView)
#include "tst_response_view.moc"
