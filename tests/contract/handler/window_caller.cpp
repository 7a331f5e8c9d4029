// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/handler/window_caller.h"

#include "tests/support/slowness.h"
#include "ui/common/banner.h"
#include "ui/console/console_pane.h"
#include "ui/console/console_view.h"
#include "ui/invoke/invoke_pane.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QStringDecoder>
#include <QTabBar>
#include <QTableWidget>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>
#include <QUrl>

namespace studio::test {

namespace {

constexpr int timeout = 60'000 * slowness;
constexpr int compileTimeout = 300'000 * slowness; ///< the first compile ever may be in it
constexpr qsizetype typedAtMost = 1'000;           ///< what is longer a person pastes
constexpr int queryTab = 1;
constexpr int headersTab = 2;
constexpr int responseHeadersTab = 1;

using Pairs = QList<std::pair<QString, QString>>;

/// Into what has the focus, whatever that is.
void enter(const QString &text)
{
    if (text.size() > typedAtMost) {
        QApplication::clipboard()->setText(text);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_V, Qt::ControlModifier);
        return;
    }
    for (const char32_t code : text.toUcs4()) {
        const QString character = QStringView(QChar::fromUcs4(code)).toString(); // even a byte order mark
        const auto key = code == U'\n' ? Qt::Key_Return
                         : code < 0x80 ? QTest::asciiToKey(static_cast<char>(code))
                                       : Qt::Key_unknown;
        QTest::sendKeyEvent(QTest::Click, QApplication::focusWidget(), key, character, Qt::NoModifier);
    }
}

void replace(QWidget *field, const QString &text)
{
    field->setFocus();
    QTest::keyClick(field, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(field, Qt::Key_Delete);
    enter(text);
}

/// The text of these bytes with a byte order mark, where they begin with one.
QString typed(const QByteArray &utf8)
{
    return QStringDecoder(QStringDecoder::Utf8, QStringDecoder::Flag::ConvertInitialBom).decode(utf8);
}

/// The query in pairs, where the pane's table makes the very same bytes of them; else none.
Pairs pairsOf(const QByteArray &query)
{
    Pairs pairs;
    QByteArrayList again;
    for (const QByteArray &part : query.split('&')) {
        const qsizetype equals = part.indexOf('=');
        const QString name = QUrl::fromPercentEncoding(equals < 0 ? part : part.first(equals));
        const QString value = equals < 0 ? QString() : QUrl::fromPercentEncoding(part.sliced(equals + 1));
        pairs.append({name, value});
        again << QUrl::toPercentEncoding(name) + '=' + QUrl::toPercentEncoding(value);
    }
    return again.join('&') == query ? pairs : Pairs();
}

template <typename Widget> Widget *withText(const QWidget *parent, const QString &text)
{
    for (Widget *const widget : parent->findChildren<Widget *>()) {
        if (widget->isVisible() && widget->text() == text) {
            return widget;
        }
    }
    return nullptr;
}

} // namespace

template <typename Widget> Widget *WindowCaller::named(const QString &accessibleName) const
{
    for (Widget *const widget : m_pane->findChildren<Widget *>()) {
        if (widget->accessibleName() == accessibleName) {
            return widget;
        }
    }
    return nullptr;
}

QString WindowCaller::run()
{
    QSignalSpy ran(m_studio->actions(), &BuildActions::ran);
    QTest::keyClick(&m_studio->window, Qt::Key_R, Qt::ControlModifier);
    if (!ran.wait(compileTimeout) || !ran.first().first().toBool()) {
        const ConsoleView *const console = m_studio->console()->view();
        QString said = QStringLiteral("it does not run:");
        for (qint64 line = console->buffer().firstLine(); line < console->buffer().endLine(); ++line) {
            said += QLatin1Char('\n') + console->text(line);
        }
        return said;
    }
    return QTest::qWaitFor([this] { return !m_pane->isWaiting(); }, timeout)
               ? QString()
               : QStringLiteral("what Run sends is not answered");
}

void WindowCaller::chooseMethod(const QByteArray &method)
{
    auto *const methods = named<QComboBox>(QStringLiteral("HTTP method"));
    methods->setFocus();
    QTest::keyClick(methods, Qt::Key_Home);
    for (int at = 0; at < methods->count() && methods->currentText() != QLatin1String(method); ++at) {
        QTest::keyClick(methods, Qt::Key_Down);
    }
}

bool WindowCaller::fillTable(int tab, const QString &name, const Pairs &pairs)
{
    auto *const tabs = m_pane->findChild<QTabBar *>(QStringLiteral("requestTabs"));
    QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(tab).center());
    QApplication::processEvents(); // its page is laid out
    auto *const table = named<QTableWidget>(name);
    const auto click = [table](int row, int column) {
        const QRect cell = table->visualItemRect(table->item(row, column));
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, cell.center());
    };
    for (int left = table->rowCount(); left > 1; --left) { // the last one is to type into
        click(0, 0);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape); // the cell is open
        QTest::keyClick(table, Qt::Key_Delete);
    }
    for (int row = 0; row < pairs.size(); ++row) {
        click(row, 0);
        // The click opens the cell, at once or when it can be no double click any more; else the first key does.
        (void)QTest::qWaitFor([table] { return QApplication::focusWidget() != table; },
                              2 * QApplication::doubleClickInterval());
        enter(pairs[row].first);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab); // to the value
        enter(pairs[row].second);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        if (!QTest::qWaitFor([table] { return QApplication::focusWidget() == table; }, timeout)) {
            return false;
        }
    }
    return true;
}

void WindowCaller::fillPayload(const QByteArray &body)
{
    m_pane->focusPayload();
    replace(QApplication::focusWidget(), typed(body));
}

QString WindowCaller::send(const HttpRequest &request)
{
    const qsizetype mark = request.target.indexOf('?');
    const Pairs query = mark < 0 ? Pairs() : pairsOf(request.target.sliced(mark + 1));
    Pairs headers;
    for (const auto &[name, value] : request.headers) {
        headers.append({QString::fromUtf8(name), QString::fromUtf8(value)});
    }
    chooseMethod(request.method);
    replace(named<QLineEdit>(QStringLiteral("Path and query")),
            QString::fromUtf8(query.isEmpty() ? request.target : request.target.first(mark)));
    if (!fillTable(queryTab, QStringLiteral("Query parameter"), query) ||
        !fillTable(headersTab, QStringLiteral("Header"), headers)) {
        return QStringLiteral("query and headers cannot be typed into their tables");
    }
    fillPayload(request.body);

    QSignalSpy shown(m_pane, &InvokePane::responseShown);
    QSignalSpy failed(m_pane, &InvokePane::failed);
    QTest::mouseClick(withText<QPushButton>(m_pane, QStringLiteral("Send")), Qt::LeftButton);
    if (!QTest::qWaitFor([&] { return !shown.isEmpty() || !failed.isEmpty(); }, timeout)) {
        return QStringLiteral("there is no answer");
    }
    return failed.isEmpty() ? differenceOfSent(request) : failed.first().first().value<Error>().message;
}

QString WindowCaller::differenceOfSent(const HttpRequest &wanted) const
{
    const HttpRequest &sent = m_pane->lastInvocation().request;
    if (sent.method != wanted.method || sent.target != wanted.target) {
        return QStringLiteral("sent was %1 %2").arg(QString::fromUtf8(sent.method), QString::fromUtf8(sent.target));
    }
    if (sent.body != wanted.body) {
        return QStringLiteral("a body of %1 bytes was sent: %2")
            .arg(sent.body.size())
            .arg(QString::fromUtf8(sent.body.first(std::min<qsizetype>(sent.body.size(), 300))));
    }
    for (const auto &header : wanted.headers) {
        if (!sent.headers.contains(header)) {
            return QStringLiteral("the header %1 was not sent").arg(QString::fromUtf8(header.first));
        }
    }
    return {};
}

Seen WindowCaller::answer() const
{
    Seen seen;
    auto *const tabs = m_pane->findChild<QTabBar *>(QStringLiteral("responseTabs"));
    QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(responseHeadersTab).center());
    auto *const headers = named<QTreeWidget>(QStringLiteral("Response headers"));
    for (int at = 0; at < headers->topLevelItemCount(); ++at) {
        const QTreeWidgetItem *const item = headers->topLevelItem(at);
        seen.response.headers.append({item->text(0).toUtf8(), item->text(1).toUtf8()});
    }
    QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(0).center());
    const Invocation &invocation = m_pane->lastInvocation();
    const QString status =
        QStringLiteral("%1 %2").arg(invocation.response.status).arg(QString::fromLatin1(invocation.response.reason));
    seen.response.status = withText<QLabel>(m_pane, status.trimmed()) ? invocation.response.status : 0;
    auto *const copy = named<QToolButton>(QStringLiteral("Copy the body"));
    // A large body is read on a worker before it can be copied.
    if (!invocation.response.body.isEmpty() && QTest::qWaitFor([copy] { return copy->isEnabled(); }, timeout)) {
        QTest::mouseClick(copy, Qt::LeftButton);
        const QMimeData *const copied = QApplication::clipboard()->mimeData();
        seen.response.body = copied->data(QStringLiteral("application/octet-stream"));
    }
    seen.log = named<QPlainTextEdit>(QStringLiteral("stderr of this execution"))->toPlainText().toUtf8();
    return seen;
}

QByteArray WindowCaller::consoleLines() const
{
    const QByteArray id = m_pane->lastInvocation().executionId.toUtf8();
    const ConsoleView *const console = m_studio->console()->view();
    QByteArray lines;
    for (qint64 line = console->buffer().firstLine(); line < console->buffer().endLine(); ++line) {
        if (console->buffer().at(line).executionId == id) {
            lines += console->text(line).toUtf8() + '\n';
        }
    }
    return lines;
}

QString WindowCaller::banner() const
{
    const auto *const banner = m_pane->findChild<Banner *>();
    return banner->isVisible() ? banner->text() : QString();
}

} // namespace studio::test
