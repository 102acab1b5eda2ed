/**
 * What people do that stages of templates are made of, by the names under which it is usually sent.
 * The first name is the one to use where none has been seen. What has to be sent stands in the
 * messages as `moment.ID`.
 */

const MOVED = 'Deal Stage Changed';

export const MOMENTS = {
  page: { events: ['Page Viewed', '$pageview', 'page_view', 'Screen Viewed'] },
  content: { events: ['Content Viewed', 'Article Read', 'Content Read', 'Blog Post Viewed', 'Video Watched', 'view_item_list', 'Product List Viewed'] },
  product: { events: ['Product Viewed', 'view_item', 'Item Viewed', 'Product Detail Viewed'] },
  compared: { events: ['Product Compared', 'Pricing Viewed', 'Price Seen', 'Products Searched', 'Product Searched', 'Product Added to Wishlist', 'add_to_wishlist'] },
  wished: { events: ['Product Added', 'add_to_cart', 'Added to Cart', 'Product Added to Wishlist', 'add_to_wishlist'] },
  cart: { events: ['Product Added', 'add_to_cart', 'Added to Cart'] },
  checkout: { events: ['Checkout Started', 'begin_checkout', 'Checkout Begun'] },
  payment: { events: ['Payment Info Entered', 'add_payment_info', 'Payment Entered'] },
  order: { events: ['Order Completed', 'purchase', 'Order Placed', 'Checkout Paid'], value: ['revenue', 'total', 'value'] },
  orderAgain: { events: ['Order Completed', 'purchase', 'Order Placed', 'Checkout Paid'], value: ['revenue', 'total', 'value'] },
  offer: { events: ['Offer Viewed', 'Promotion Viewed', 'view_promotion', 'Promotion Clicked', 'select_promotion', 'Offer Shown'] },
  convert: { events: ['Form Sent', 'Form Submitted', 'generate_lead', 'Signed Up', 'sign_up', 'Order Completed', 'purchase'] },
  form: { events: ['Form Sent', 'Form Submitted', 'generate_lead', 'Lead Submitted'] },
  signUp: { events: ['Signed Up', 'sign_up', 'User Registered', 'Account Created'] },
  confirmed: { events: ['Email Confirmed', 'Email Verified'] },
  onboarded: { events: ['Onboarding Completed', 'Setup Completed', 'tutorial_complete'] },
  used: { events: ['Feature Used', 'Project Created', 'Report Created'] },
  subscribed: { events: ['Subscription Started', 'Subscription Created', 'Trial Converted', 'Plan Upgraded', 'Checkout Paid'], value: ['value', 'revenue'] },
  returned: { events: ['Signed In', 'Logged In', 'login', 'Page Viewed', '$pageview', 'page_view'] },
  service: { events: ['Order Delivered', 'Delivery Received', 'Help Opened', 'Ticket Created', 'Support Contacted', 'Survey Answered'] },
  loyal: { events: ['Review Submitted', 'Product Reviewed', 'Referral Sent', 'share', 'Order Completed', 'purchase'] },
  dealCreated: { events: ['Deal Created'] },
  dealMoved: { events: [MOVED] },
  dealWon: { events: ['Deal Won'], value: ['value'] },
  dealOpened: { events: ['Deal Created'], also: [{ event: MOVED, where: stageEnds('NEW') }] },
  offering: { events: ['Service Viewed', 'Room Viewed', 'Treatment Viewed', 'Product Viewed', 'view_item'] },
  dates: { events: ['Availability Searched', 'Dates Chosen', 'Slot Chosen', 'Products Searched', 'search'] },
  bookingStarted: { events: ['Booking Started', 'Checkout Started', 'begin_checkout'] },
  booked: { events: ['Booking Completed', 'Booking Confirmed', 'Appointment Booked', 'Reservation Made', 'Order Completed', 'purchase'], value: ['value', 'revenue', 'total'] },
  visited: { events: ['Visit Completed', 'Checked In', 'Appointment Attended', 'Visit Paid'] },
  visitedAgain: { events: ['Visit Completed', 'Checked In', 'Appointment Attended', 'Visit Paid'] },
};

/** A stage of a pipeline in HubSpot's words. */
export const hubSpotStage = (id) => ({ moment: 'dealMoved', where: [{ property: 'stage', op: 'eq', value: id }] });

/** Bitrix24 puts the number of a pipeline before the stage, such as C1:PREPARATION. */
export const bitrixStage = (id) => ({ moment: 'dealMoved', where: stageEnds(id) });

function stageEnds(id) {
  return [{ property: 'stage', op: 'matches', value: `(^|:)${id}$` }];
}
