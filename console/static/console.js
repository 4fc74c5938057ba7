// What pages do with scripts besides working without them: the components' own behaviour.
import { initAll } from "./vendor/govuk-frontend-6.3.0.min.js";

initAll();
