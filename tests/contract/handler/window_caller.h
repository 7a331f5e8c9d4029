// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/contract/handler/row.h"
#include "tests/ui/window/studio.h"

namespace studio::test {

/// A person at the invoke pane of a real window, who fills it in by key and mouse, presses Send, and reads what the
/// window shows. The studio must outlive it, and be the active one.
class WindowCaller
{
public:
    explicit WindowCaller(Studio *studio) : m_studio(studio), m_pane(studio->invoke()) {}

    /// Presses Run and waits for its end and for the answer to what it sends by itself. Empty, or what went wrong.
    [[nodiscard]] QString run();
    /// Puts the request into the pane and presses Send. Empty when the window shows an answer to just this request,
    /// else what it shows instead.
    [[nodiscard]] QString send(const HttpRequest &request);
    /// The answer as the window has it: status, headers and stderr as they are shown, the body as Copy gives it.
    [[nodiscard]] Seen answer() const;
    /// The lines of this answer's execution in the console.
    [[nodiscard]] QByteArray consoleLines() const;
    /// The sentence over the answer, where the platform had to answer itself; empty for none.
    [[nodiscard]] QString banner() const;

private:
    void chooseMethod(const QByteArray &method);
    [[nodiscard]] bool fillTable(int tab, const QString &name, const QList<std::pair<QString, QString>> &pairs);
    void fillPayload(const QByteArray &body);
    [[nodiscard]] QString differenceOfSent(const HttpRequest &wanted) const;
    template <typename Widget> [[nodiscard]] Widget *named(const QString &accessibleName) const;

    Studio *m_studio;
    InvokePane *m_pane;
};

} // namespace studio::test
