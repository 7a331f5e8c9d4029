// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/dev_session.h"
#include "app/cli/text.h"

namespace studio::cli {

namespace {

Task<int> dev(Session &session, DevArguments arguments)
{
    if (session.parser->get_option("--api-endpoint")->count() > 0) {
        co_return fail(ErrorCode::InvalidArgument,
                       QStringLiteral("dev runs the handler on this machine and works with no gateway: leave "
                                      "--api-endpoint away."));
    }
    DevSession running(session, std::move(arguments));
    co_return co_await running.run();
}

} // namespace

void addDevCommand(CLI::App &parser, Session &session, const Choose &choose)
{
    const auto arguments = std::make_shared<DevArguments>();
    auto *command = parser.add_subcommand(
        "dev", "Compile and run the handler of a folder, again at each change of its sources, until Ctrl-C");
    command->add_option("folder", arguments->folder, "The project; this folder by default")->type_name("FOLDER");
    command->add_option("--rust-target", arguments->target, "The app's own by default, native for a new one")
        ->check(CLI::IsMember({"native", "wasm"}));
    command->add_option("--port", arguments->port, "Of the address, which stays the same; from 4461 on by default")
        ->check(CLI::Range(0, 65'535));
    addRequestFlags(*command, {arguments, &arguments->request});
    command->footer("The handler answers at the printed address while the next version compiles, and goes on when that "
                    "does not. With --payload or --payload-file a call is made after each compile.");
    command->callback([=, &session] {
        session.isEndless = true;
        choose([=, &session] { return dev(session, *arguments); });
    });
}

} // namespace studio::cli
